package ai.hal9.sim.process;

import ai.hal9.sim.SimException;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A checkout with its build.
 *
 * @param root the directory that holds the launcher
 */
public record Installation(Path root) {

  /** The system property by which the launcher says where it stands. */
  public static final String PROPERTY = "hal9.install";

  public Installation {
    root = root.toAbsolutePath().normalize();
  }

  /**
   * The one this program was started from: what the launcher said, else the nearest directory
   * upwards that has an engine.
   */
  public static Installation current() {
    var told = System.getProperty(PROPERTY);
    if (told != null) {
      return new Installation(Path.of(told));
    }
    for (var place = Path.of("").toAbsolutePath(); place != null; place = place.getParent()) {
      if (Files.isDirectory(place.resolve("engine/engine-node"))) {
        return new Installation(place);
      }
    }
    throw new SimException(
        SimException.Code.CONFIGURATION,
        "cannot tell where hal9 is installed; start it with the hal9 script, or set -D"
            + PROPERTY
            + "=DIRECTORY");
  }

  /** The build of the engine node. */
  public Path engineBuild() {
    return root.resolve("engine/engine-node/target");
  }

  /**
   * The engine node's jars in the order its AOT cache was made for.
   *
   * @throws SimException if it has not been built
   */
  public List<Path> engineJars() {
    var lib = engineBuild().resolve("lib");
    var jars = jars(lib);
    if (jars.isEmpty()) {
      throw new SimException(
          SimException.Code.CONFIGURATION,
          "the engine node has not been built (no jars in %s); run: mvn -DskipTests package"
              .formatted(lib));
    }
    return jars;
  }

  /** The class path of this JVM, for another one that runs this module's classes. */
  public static String ownClassPath() {
    return System.getProperty("java.class.path");
  }

  static String classPath(List<Path> jars) {
    return jars.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
  }

  private static List<Path> jars(Path directory) {
    if (!Files.isDirectory(directory)) {
      return List.of();
    }
    try (var files = Files.list(directory)) {
      return files.filter(file -> file.toString().endsWith(".jar")).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
