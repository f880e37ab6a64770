package ai.hal9.sim.generator;

import ai.hal9.api.telemetry.LatencyHistogram;
import ai.hal9.sim.load.GeneratorCheck;
import ai.hal9.sim.load.LoadCounts;
import ai.hal9.sim.load.Validity;
import com.sun.management.GarbageCollectionNotificationInfo;
import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import javax.management.ListenerNotFoundException;
import javax.management.Notification;
import javax.management.NotificationEmitter;
import javax.management.NotificationListener;
import javax.management.openmbean.CompositeData;

/** Measures what the generator itself needs, from its start to its stop. */
final class SelfMeter {

  /** Acting later than this, the generator offers another load than the scenario's. */
  static final Duration MOST_LAG = Duration.ofMillis(50);

  /** Beyond this share of its time on a core, a loop is the limit that the figures show. */
  static final double MOST_LOOP_BUSY = 0.95;

  /** A pause of this length is felt in every percentile near it. */
  static final Duration LONGEST_PAUSE = Duration.ofMillis(100);

  private static final String NOTHING =
      "nothing was measured: the load ended before the measured part had a request";

  private final OperatingSystemMXBean system =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
  private final List<Long> threads;
  private final long[] threadCpuAtStart;
  private final long cpuAtStart;
  private final long startedAt;
  private final AtomicLong pauses = new AtomicLong();
  private final AtomicLong pauseMillis = new AtomicLong();
  private final AtomicLong longestMillis = new AtomicLong();
  private final NotificationListener listener = this::collected;

  private SelfMeter(List<Long> threads) {
    this.threads = threads;
    this.threadCpuAtStart = threads.stream().mapToLong(SelfMeter::threadCpu).toArray();
    this.cpuAtStart = system.getProcessCpuTime();
    this.startedAt = System.nanoTime();
  }

  /**
   * Begins to measure.
   *
   * @param threads ids of the event loops' threads
   */
  static SelfMeter start(List<Long> threads) {
    var meter = new SelfMeter(threads);
    meter.emitters().forEach(each -> each.addNotificationListener(meter.listener, null, null));
    return meter;
  }

  /**
   * Ends measuring.
   *
   * @param counts of the measured part
   */
  GeneratorCheck stop(String transport, LoadCounts counts, LatencyHistogram lag) {
    for (var emitter : emitters()) {
      try {
        emitter.removeNotificationListener(listener);
      } catch (ListenerNotFoundException e) {
        // a collector that came after the start
      }
    }
    var check = soFar(transport, counts.completed(), lag);
    return counts.offered() > 0 ? check : check.with(new Validity.Invalid(List.of(NOTHING)));
  }

  /** What has been measured until now. */
  GeneratorCheck soFar(String transport, long completed, LatencyHistogram lag) {
    var elapsed = Math.max(1, System.nanoTime() - startedAt);
    var cpu = system.getProcessCpuTime() - cpuAtStart;
    var cores = Runtime.getRuntime().availableProcessors();
    var busiest = -1.0;
    for (var i = 0; i < threadCpuAtStart.length; i++) {
      var used = threadCpu(threads.get(i)) - threadCpuAtStart[i];
      busiest = Math.max(busiest, (double) used / elapsed);
    }
    var longest = Duration.ofMillis(longestMillis.get());
    return new GeneratorCheck(
        threads.size(),
        transport,
        cpuAtStart < 0 ? -1 : (double) cpu / elapsed / cores,
        busiest,
        Duration.ofNanos(completed == 0 ? 0 : cpu / completed),
        pauses.get(),
        Duration.ofMillis(pauseMillis.get()),
        longest,
        lag,
        verdict(busiest, longest, lag));
  }

  static Validity verdict(double loopBusy, Duration longestPause, LatencyHistogram lag) {
    var because = new ArrayList<String>();
    if (loopBusy > MOST_LOOP_BUSY) {
      because.add(
          "an event loop of the generator was busy %.0f %% of the time (limit %.0f %%)"
              .formatted(100 * loopBusy, 100 * MOST_LOOP_BUSY));
    }
    if (lag.count() > 0 && lag.micros(99) > MOST_LAG.toNanos() / 1_000) {
      because.add(
          "the generator acted up to %.1f ms late at the 99th percentile (limit %d ms)"
              .formatted(lag.millis(99), MOST_LAG.toMillis()));
    }
    if (longestPause.compareTo(LONGEST_PAUSE) > 0) {
      because.add(
          "a garbage collection stopped the generator for %d ms (limit %d ms)"
              .formatted(longestPause.toMillis(), LONGEST_PAUSE.toMillis()));
    }
    return because.isEmpty() ? new Validity.Valid() : new Validity.Invalid(because);
  }

  private static long threadCpu(long id) {
    return ManagementFactory.getThreadMXBean().getThreadCpuTime(id);
  }

  private List<NotificationEmitter> emitters() {
    return ManagementFactory.getGarbageCollectorMXBeans().stream()
        .filter(
            bean -> !bean.getName().contains("Concurrent") && !bean.getName().contains("Cycles"))
        .filter(NotificationEmitter.class::isInstance)
        .map(NotificationEmitter.class::cast)
        .toList();
  }

  private void collected(Notification notification, Object handback) {
    if (notification.getUserData() instanceof CompositeData data) {
      var info = GarbageCollectionNotificationInfo.from(data);
      var millis = info.getGcInfo().getDuration();
      pauses.incrementAndGet();
      pauseMillis.addAndGet(millis);
      longestMillis.accumulateAndGet(millis, Math::max);
    }
  }
}
