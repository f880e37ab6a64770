package ai.hal9.engine.telemetry;

import ai.hal9.api.metric.MetricCatalogue;
import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;

/** What the Java machine and Linux say of this process; what they do not know is absent. */
final class ProcessMeters {

  private static final Path STATUS = Path.of("/proc/self/status");

  private ProcessMeters() {}

  static void register(Meters meters) {
    var memory = ManagementFactory.getMemoryMXBean();
    var threads = ManagementFactory.getThreadMXBean();
    var runtime = ManagementFactory.getRuntimeMXBean();
    var collectors =
        ManagementFactory.getGarbageCollectorMXBeans().stream()
            .filter(ProcessMeters::pauses)
            .toList();
    meters.gauge(MetricCatalogue.RESIDENT_MEMORY, ProcessMeters::residentBytes);
    meters.gauge(MetricCatalogue.HEAP_USED, () -> (double) memory.getHeapMemoryUsage().getUsed());
    meters.gauge(
        MetricCatalogue.HEAP_MAX, () -> known((double) memory.getHeapMemoryUsage().getMax()));
    meters.gauge(MetricCatalogue.THREADS, threads::getThreadCount);
    meters.gauge(MetricCatalogue.UPTIME, () -> runtime.getUptime() / 1e3);
    meters.total(
        MetricCatalogue.GC_SECONDS,
        () ->
            collectors.stream()
                    .mapToLong(collector -> Math.max(0, collector.getCollectionTime()))
                    .sum()
                / 1e3);
    if (ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system) {
      meters.total(
          MetricCatalogue.PROCESS_CPU, () -> known((double) system.getProcessCpuTime()) / 1e9);
      meters.gauge(MetricCatalogue.MACHINE_CPU, () -> known(system.getCpuLoad()));
    }
  }

  /** Of collectors that work beside the program, Java tells the cycle's time, not the pause. */
  private static boolean pauses(GarbageCollectorMXBean collector) {
    return !collector.getName().contains("Concurrent") && !collector.getName().contains("Cycles");
  }

  /** Java says "unknown" with a negative number. */
  private static double known(double value) {
    return value < 0 ? Double.NaN : value;
  }

  private static double residentBytes() {
    try (var lines = Files.lines(STATUS)) {
      return lines
          .filter(line -> line.startsWith("VmRSS:"))
          .mapToDouble(line -> Double.parseDouble(line.replaceAll("\\D", "")) * 1024)
          .findFirst()
          .orElse(Double.NaN);
    } catch (IOException e) {
      return Double.NaN;
    }
  }
}
