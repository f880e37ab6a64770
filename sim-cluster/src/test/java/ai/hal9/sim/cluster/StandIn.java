package ai.hal9.sim.cluster;

import ai.hal9.engine.boot.EngineNode;
import ai.hal9.sim.process.Installation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
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
      pack(lib.resolve("engine-node.jar"));
      return new Installation(root);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** As old as what is in it: an AOT cache fits until that changes, whoever packs it again. */
  private static void pack(Path packed) throws IOException {
    var age = FileTime.fromMillis(0);
    for (var file : classes()) {
      var written = Files.getLastModifiedTime(file);
      age = written.compareTo(age) > 0 ? written : age;
    }
    if (Files.exists(packed) && Files.getLastModifiedTime(packed).equals(age)) {
      return;
    }
    var fresh = Files.createTempFile(packed.getParent(), "engine-node", ".new");
    try (var jar = new JarOutputStream(Files.newOutputStream(fresh))) {
      for (var file : classes()) {
        jar.putNextEntry(new JarEntry("ai/hal9/engine/boot/" + file.getFileName()));
        Files.copy(file, jar);
      }
    }
    Files.setLastModifiedTime(fresh, age);
    Files.move(fresh, packed, StandardCopyOption.ATOMIC_MOVE);
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
