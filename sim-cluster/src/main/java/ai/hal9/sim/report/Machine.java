package ai.hal9.sim.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * The machine a run was made on; figures of two machines are no comparison.
 *
 * @param processor its model
 * @param cores processors this process may use
 * @param memoryBytes installed memory; 0 when not known
 * @param system operating system and kernel
 * @param java the Java that ran the generator
 */
public record Machine(String processor, int cores, long memoryBytes, String system, String java) {

  /** This machine. */
  public static Machine current() {
    return new Machine(
        field("/proc/cpuinfo", "model name", System.getProperty("os.arch", "unknown")),
        Runtime.getRuntime().availableProcessors(),
        kibibytes(field("/proc/meminfo", "MemTotal", "0 kB")) * 1_024,
        System.getProperty("os.name") + " " + System.getProperty("os.version"),
        System.getProperty("java.vendor") + " " + System.getProperty("java.runtime.version"));
  }

  private static long kibibytes(String text) {
    return Long.parseLong(text.replaceAll("\\D", ""));
  }

  private static String field(String file, String name, String otherwise) {
    try (Stream<String> lines = Files.lines(Path.of(file))) {
      return lines
          .filter(line -> line.startsWith(name))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst()
          .orElse(otherwise);
    } catch (IOException e) {
      return otherwise;
    }
  }
}
