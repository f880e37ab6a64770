package ai.hal9.stores.process;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PlatformTest {

  @ParameterizedTest
  @CsvSource({
    "Linux, amd64, LINUX_AMD64",
    "Linux, aarch64, LINUX_ARM64",
    "Mac OS X, x86_64, MAC_AMD64",
    "Mac OS X, aarch64, MAC_ARM64",
    "Windows 11, amd64, WINDOWS_AMD64"
  })
  void of_jvmsNames_isThePlatform(String os, String architecture, Platform platform) {
    assertThat(Platform.of(os, architecture)).isEqualTo(platform);
  }
}
