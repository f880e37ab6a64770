package ai.hal9.sim.cluster;

import ai.hal9.engine.boot.EngineNode;
import ai.hal9.sim.process.Installation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;

/** An installation whose engine is the stand-in, and a home that tests share. */
final class StandIn {

  private StandIn() {}

  static Installation installation() {
    var root = Path.of("target", "stand-in").toAbsolutePath();
    var lib = root.resolve("engine/engine-node/target/lib");
    try {
      Files.createDirectories(lib);
      try (var jar = new JarOutputStream(Files.newOutputStream(lib.resolve("engine-node.jar")))) {
        for (var file : classes()) {
          jar.putNextEntry(new JarEntry("ai/hal9/engine/boot/" + file.getFileName()));
          Files.copy(file, jar);
        }
      }
      return new Installation(root);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Kept between runs, so that the databases' programs are unpacked once. */
  static Hal9Home home() {
    return new Hal9Home(Path.of("target", "hal9-home"));
  }

  private static List<Path> classes() throws IOException {
    var main = EngineNode.class.getResource("EngineNode.class");
    try (Stream<Path> files = Files.list(Path.of(main.getPath()).getParent())) {
      return files.filter(file -> file.getFileName().toString().startsWith("EngineNode")).toList();
    }
  }
}
