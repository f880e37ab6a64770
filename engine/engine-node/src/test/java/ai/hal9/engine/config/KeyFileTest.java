package ai.hal9.engine.config;

import static org.assertj.core.api.Assertions.assertThat;

import ai.hal9.engine.config.KeyFile.Reading;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyFileTest {

  private static final String ONE = "AQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";

  @TempDir private Path folder;

  private Path file(String text, String permissions) throws IOException {
    var file = Files.writeString(folder.resolve("keys"), text);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
    return file;
  }

  private String refusal(String text, String permissions) throws IOException {
    return switch (KeyFile.read(file(text, permissions))) {
      case Reading.Keys keys -> "accepted " + keys;
      case Reading.Refused(var reason) -> reason;
    };
  }

  @Test
  void keys_areReadInOrder_andNeverShown() throws IOException {
    var reading =
        KeyFile.read(file("# newest first\n2 " + ONE + "\n\n1 " + ONE + "\n", "rw-------"));
    assertThat(reading).isInstanceOf(Reading.Keys.class);
    assertThat(((Reading.Keys) reading).keys()).extracting(KeyFile.Key::id).containsExactly(2, 1);
    assertThat(reading.toString()).doesNotContain(ONE).contains("key 2");
  }

  @Test
  void fileOthersCanUse_isRefused() throws IOException {
    assertThat(refusal("1 " + ONE, "rw-r-----")).contains("chmod 600");
    assertThat(refusal("1 " + ONE, "rw-----w-")).contains("chmod 600");
  }

  @Test
  void wrongLines_areNamedAndNotQuoted() throws IOException {
    assertThat(refusal("", "rw-------")).contains("holds no key");
    assertThat(refusal("1 " + ONE + "\n1 " + ONE, "rw-------")).contains("two keys of number 1");
    assertThat(refusal("1 c2hvcnQ=", "rw-------")).contains("line 1").doesNotContain("c2hvcnQ");
    assertThat(refusal("\nx " + ONE, "rw-------")).contains("line 2").doesNotContain(ONE);
    assertThat(KeyFile.read(folder.resolve("absent"))).isInstanceOf(Reading.Refused.class);
  }
}
