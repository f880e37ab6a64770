package ai.hal9.console.shell;

import ai.hal9.sim.chart.Quantity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import javafx.scene.Scene;

/** What the console itself costs: time on the UI thread for each frame, processor, memory. */
final class OwnCost {

  private static final Path STATUS = Path.of("/proc/self/status");

  private long frameBegan;
  private long worstNanos;
  private long cpuBefore;
  private long wallBefore;

  OwnCost(Scene scene) {
    scene.addPreLayoutPulseListener(() -> frameBegan = System.nanoTime());
    scene.addPostLayoutPulseListener(
        () -> worstNanos = Math.max(worstNanos, System.nanoTime() - frameBegan));
    cpuBefore = processor();
    wallBefore = System.nanoTime();
  }

  /** {@code slowest frame 4.2 ms · 12 % of a core · 143 MiB}, since it was asked last. */
  String text() {
    var cpu = processor();
    var wall = System.nanoTime();
    var share = (double) (cpu - cpuBefore) / Math.max(1, wall - wallBefore);
    cpuBefore = cpu;
    wallBefore = wall;
    var frame = worstNanos / 1e3;
    worstNanos = 0;
    return "Console: slowest frame %s · %s of a core · %s"
        .formatted(
            Quantity.LATENCY.text(frame),
            String.format(Locale.ROOT, "%.0f %%", share * 100),
            Quantity.BYTES.text(resident()));
  }

  /** Nanoseconds of processor time this process has taken; 0 where the system does not tell. */
  private static long processor() {
    return ProcessHandle.current().info().totalCpuDuration().map(Duration::toNanos).orElse(0L);
  }

  /** Bytes in memory; of the heap alone where the system does not tell more. */
  static double resident() {
    try (var lines = Files.lines(STATUS)) {
      return lines
              .filter(line -> line.startsWith("VmRSS:"))
              .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
              .sum()
          * 1024.0;
    } catch (IOException e) {
      var runtime = Runtime.getRuntime();
      return runtime.totalMemory() - (double) runtime.freeMemory();
    }
  }
}
