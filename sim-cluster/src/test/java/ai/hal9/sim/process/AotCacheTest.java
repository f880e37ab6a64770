package ai.hal9.sim.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AotCacheTest {

  @TempDir Path root;

  @Test
  void cache_trained_fitsUntilAJarChanges() throws IOException {
    var installation = installation();
    assertThat(AotCache.of(installation).fits()).isFalse();
    assertThat(AotCache.of(installation).train(AotCacheTest::write)).isTrue();
    assertThat(AotCache.of(installation).fits()).isTrue();
    assertThat(NodeJvm.of(installation).command(Path.of("/a.yaml")))
        .contains("-XX:AOTCache=" + AotCache.of(installation).file());

    Files.setLastModifiedTime(installation.engineJars().getFirst(), FileTime.fromMillis(1_000_000));
    assertThat(AotCache.of(installation).fits()).isFalse();
    assertThat(NodeJvm.of(installation).command(Path.of("/a.yaml")))
        .noneMatch(option -> option.startsWith("-XX:AOT"));
  }

  @Test
  void training_withoutResult_leavesNoCache() throws IOException {
    var cache = AotCache.of(installation());
    assertThat(cache.train(file -> {})).isFalse();
    assertThat(cache.fits()).isFalse();
  }

  private Installation installation() throws IOException {
    var lib = Files.createDirectories(root.resolve("engine/engine-node/target/lib"));
    Files.writeString(lib.resolve("node.jar"), "jar");
    return new Installation(root);
  }

  private static void write(Path file) {
    try {
      Files.writeString(file, "learned");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
