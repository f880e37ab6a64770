package ai.hal9.sim.telemetry;

import ai.hal9.api.metric.Series;
import ai.hal9.api.telemetry.TelemetrySnapshot;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How much a source's totals grew from one snapshot to its next.
 *
 * @param bySeries growth by counter; a counter not named did not grow
 * @param elapsedSeconds the time in which it grew
 * @param known whether it all grew within the later snapshot's interval; false after a gap, where
 *     the growth is right and its moment is not known
 */
public record Increase(Map<Series, Double> bySeries, double elapsedSeconds, boolean known) {

  public Increase {
    bySeries = Map.copyOf(bySeries);
  }

  /**
   * Between two snapshots of one source. A source that began anew counts from zero, and so does a
   * single counter that went down.
   */
  public static Increase between(@Nullable TelemetrySnapshot before, TelemetrySnapshot now) {
    if (before == null || !sameLife(before, now)) {
      return sinceStart(before, now);
    }
    var grown = new HashMap<Series, Double>();
    now.counters()
        .forEach(
            (series, total) -> {
              var earlier = before.counters().getOrDefault(series, 0.0);
              grown.put(series, total >= earlier ? total - earlier : total);
            });
    var elapsed = (now.monotonicNanos() - before.monotonicNanos()) / 1e9;
    return new Increase(grown, elapsed, now.sequence() == before.sequence() + 1);
  }

  private static Increase sinceStart(@Nullable TelemetrySnapshot before, TelemetrySnapshot now) {
    var age = Duration.between(now.source().startedAt(), now.time());
    var born = age.compareTo(now.interval().multipliedBy(2)) <= 0;
    // The first word of a source that has long been running says nothing about this moment.
    var grown = before == null && !born ? Map.<Series, Double>of() : now.counters();
    return new Increase(grown, now.interval().toNanos() / 1e9, born);
  }

  /** Whether a source went on from one snapshot to the other without beginning anew. */
  public static boolean sameLife(TelemetrySnapshot before, TelemetrySnapshot now) {
    return before.source().startedAt().equals(now.source().startedAt());
  }
}
