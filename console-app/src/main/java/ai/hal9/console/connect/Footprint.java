package ai.hal9.console.connect;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.LongStream;

/** How much memory processes take. */
final class Footprint {

  private static final String LINE = "Pss:";

  private Footprint() {}

  /**
   * Bytes of all these, pages they share counted once; 0 where the system does not tell. Those that
   * have ended count nothing.
   */
  static long bytes(LongStream pids) {
    return pids.filter(pid -> pid > 0).map(Footprint::bytes).sum();
  }

  private static long bytes(long pid) {
    var rollup = Path.of("/proc", Long.toString(pid), "smaps_rollup");
    try (var lines = Files.lines(rollup)) {
      return lines
              .filter(line -> line.startsWith(LINE))
              .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
              .sum()
          * 1024;
    } catch (IOException e) {
      return 0;
    }
  }
}
