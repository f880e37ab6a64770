package ai.hal9.sim.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
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

  @Test
  void image_hasItsEngineFromItsLauncher_andMakesNoSecondCache() throws IOException {
    var installation = image();
    assertThat(installation.engineJars())
        .containsExactly(root.resolve("b.jar"), root.resolve("a.jar"));
    var cache = AotCache.of(installation);
    assertThat(cache.trainable()).isTrue();
    assertThat(cache.train(AotCacheTest::write)).isTrue();

    Files.setLastModifiedTime(root.resolve("a.jar"), FileTime.fromMillis(1_000_000));

    assertThat(cache.fits()).isFalse();
    assertThat(cache.trainable()).isFalse();
  }

  @Test
  void image_moved_keepsItsCache() throws IOException {
    assertThat(AotCache.of(image()).train(AotCacheTest::write)).isTrue();
    var moved = root.resolveSibling(root.getFileName() + "-moved");
    Files.move(root, moved);
    try {
      assertThat(AotCache.of(new Installation(moved)).fits()).isTrue();
    } finally {
      Files.move(moved, root);
    }
  }

  private Installation image() throws IOException {
    for (var jar : List.of("a.jar", "b.jar")) {
      Files.writeString(root.resolve(jar), jar);
    }
    Files.write(
        root.resolve("hal9-node.cfg"),
        List.of(
            "[Application]",
            "app.classpath=$APPDIR/b.jar",
            "app.classpath=$APPDIR/a.jar",
            "app.mainclass=ai.hal9.engine.boot.EngineNode"));
    return new Installation(root);
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
