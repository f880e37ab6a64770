package ai.hal9.console.shell;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** Processor time by thread, those of like names together; of this process, on Linux. */
record ThreadShares(Map<String, Double> millis) {

  private static final double MILLIS_PER_TICK = 10;
  private static final int SHOWN = 10;

  static ThreadShares now() throws IOException {
    var millis = new HashMap<String, Double>();
    try (var threads = Files.list(Path.of("/proc/self/task"))) {
      for (var thread : threads.toList()) {
        // pid (name) state, then numbers: user and system time are the 12th and 13th of those
        var stat = Files.readString(thread.resolve("stat"));
        var name = stat.substring(stat.indexOf('(') + 1, stat.lastIndexOf(')'));
        var fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        var ticks = Long.parseLong(fields[11]) + Long.parseLong(fields[12]);
        millis.merge(name.replaceAll("[-#]?\\d+.*", ""), ticks * MILLIS_PER_TICK, Double::sum);
      }
    }
    return new ThreadShares(millis);
  }

  /** Shares of a core since then, in words. */
  String since(ThreadShares before, long wallNanos) {
    var grown = new HashMap<>(millis);
    before.millis.forEach((name, then) -> grown.merge(name, -then, Double::sum));
    return grown.entrySet().stream()
        .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
        .limit(SHOWN)
        .map(entry -> "%s %.1f %%".formatted(entry.getKey(), entry.getValue() * 1e8 / wallNanos))
        .collect(Collectors.joining(", "));
  }
}
