package ai.hal9.sim.process;

import ai.hal9.sim.SimException;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Where this program's jars are: a checkout with its build, or the application directory of an
 * installed image, which nothing writes to.
 *
 * @param root the directory that holds the launcher; in an image, the one that holds its jars
 */
public record Installation(Path root) {

  /** The system property by which the launcher says where it stands. */
  public static final String PROPERTY = "hal9.install";

  /** In an image, how its engine is launched: jpackage's own file, with the jars in their order. */
  private static final String ENGINE_LAUNCHER = "hal9-node.cfg";

  private static final String CLASS_PATH = "app.classpath=$APPDIR";

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

  /** Whether this is an image, rather than a checkout. */
  public boolean image() {
    return Files.exists(root.resolve(ENGINE_LAUNCHER));
  }

  /** Where the engine node's AOT cache is kept: beside its build, or in the image. */
  public Path engineBuild() {
    return image() ? root : root.resolve("engine/engine-node/target");
  }

  /** Where the console's AOT cache is kept. */
  public Path consoleBuild() {
    return image() ? root : root.resolve("console-app/target");
  }

  /**
   * The engine node's jars in the order its AOT cache was made for.
   *
   * @throws SimException if it has not been built
   */
  public List<Path> engineJars() {
    if (image()) {
      return listed(root.resolve(ENGINE_LAUNCHER));
    }
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

  /**
   * The class path of this JVM, for another one that runs this module's classes. Where they are in
   * a jar it has jars alone: what a test has in directories besides is not theirs.
   */
  public static String ownClassPath() {
    return classPath(ownJars());
  }

  /** The same, jar by jar. */
  public static List<Path> ownJars() {
    var all =
        Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
            .map(Path::of)
            .toList();
    return ownJar().isPresent() ? all.stream().filter(ClassArchive::jar).toList() : all;
  }

  /** The jar that has this module's classes, if one has. */
  static Optional<Path> ownJar() {
    var source = Installation.class.getProtectionDomain().getCodeSource();
    return Optional.ofNullable(source)
        .map(CodeSource::getLocation)
        .map(location -> Path.of(URI.create(location.toString())))
        .filter(ClassArchive::jar);
  }

  static String classPath(List<Path> jars) {
    return jars.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
  }

  private List<Path> listed(Path launcher) {
    try (var lines = Files.lines(launcher)) {
      return lines
          .filter(line -> line.startsWith(CLASS_PATH))
          .map(line -> root.resolve(line.substring(CLASS_PATH.length() + 1)))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
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
