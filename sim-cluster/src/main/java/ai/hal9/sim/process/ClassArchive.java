package ai.hal9.sim.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The classes a JVM has loaded, which it leaves at its end beside its jars for the next to start
 * with. Java sees whether an archive fits, but replaces none that does not: so each set of jars has
 * a name of its own, and takes the place of the others.
 */
final class ClassArchive {

  private static final Logger LOG = LoggerFactory.getLogger(ClassArchive.class);
  private static final int KEY_DIGITS = 16;

  private ClassArchive() {}

  /** The options of a JVM with this class path; none where it has anything but jars. */
  static List<String> options(Path directory, String name, List<Path> jars) {
    if (!jars.stream().allMatch(file -> jar(file) && Files.exists(file))) {
      return List.of();
    }
    var key = new JarKey(directory, jars).text().substring(0, KEY_DIGITS);
    var file = directory.resolve("%s-%s.jsa".formatted(name, key));
    if (!Files.exists(file)) {
      dropOthers(directory, name);
    }
    return List.of(
        "-XX:+AutoCreateSharedArchive", "-XX:SharedArchiveFile=" + file, "-Xlog:cds*=off,aot*=off");
  }

  static boolean jar(Path file) {
    return file.toString().endsWith(".jar");
  }

  private static void dropOthers(Path directory, String name) {
    try (Stream<Path> files = Files.list(directory)) {
      for (var file : files.toList()) {
        if (file.getFileName().toString().matches(name + "-[0-9a-f]{16}\\.jsa")) {
          Files.deleteIfExists(file);
        }
      }
    } catch (IOException e) {
      LOG.info("{} keeps archives that do not fit any more: {}", directory, e.toString());
    }
  }
}
