package ai.hal9.sim.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClassArchiveTest {

  private static final String FILE = "-XX:SharedArchiveFile=";

  @TempDir Path directory;
  private Path jar;

  @BeforeEach
  void pack() throws IOException {
    jar = Files.writeString(directory.resolve("a.jar"), "jar");
  }

  @Test
  void jars_builtAnew_haveAnotherArchive_andTheFirstIsDropped() throws IOException {
    var first = Files.writeString(archive("balancer"), "classes");
    assertThat(archive("balancer")).isEqualTo(first);
    var another = Files.writeString(archive("supervisor"), "classes");

    Files.setLastModifiedTime(jar, FileTime.fromMillis(1_000_000));

    assertThat(archive("balancer")).isNotEqualTo(first);
    assertThat(first).doesNotExist();
    assertThat(another).exists();
  }

  @Test
  void classPath_withADirectoryOrAMissingJar_hasNone() {
    for (var other : List.of(directory, directory.resolve("gone.jar"))) {
      assertThat(ClassArchive.options(directory, "balancer", List.of(jar, other))).isEmpty();
    }
  }

  private Path archive(String name) {
    return ClassArchive.options(directory, name, List.of(jar)).stream()
        .filter(option -> option.startsWith(FILE))
        .map(option -> Path.of(option.substring(FILE.length())))
        .findFirst()
        .orElseThrow();
  }
}
