package ai.hal9.console.connect;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TokenFilesTest {

  @TempDir private Path directory;

  @Test
  void keep_isReadableForItsOwnerOnly_andNamesNoCluster() throws IOException {
    var file = new TokenFiles(directory.resolve("tokens")).keep("http://10.0.0.5:8080", "secret");

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(file.toString()).doesNotContain("10.0.0.5");
    assertThat(TokenFiles.read(file.toString())).isEqualTo("secret");
  }

  @Test
  void keep_again_replacesTheToken() throws IOException {
    var tokens = new TokenFiles(directory);
    tokens.keep("http://a", "old");

    assertThat(TokenFiles.read(tokens.keep("http://a", "new").toString())).isEqualTo("new");
    try (var files = Files.list(directory)) {
      assertThat(files).hasSize(1);
    }
  }
}
