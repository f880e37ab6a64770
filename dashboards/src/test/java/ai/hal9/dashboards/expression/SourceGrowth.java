package ai.hal9.dashboards.expression;

import ai.hal9.api.metric.Metric;
import ai.hal9.api.metric.Series;
import ai.hal9.api.telemetry.TelemetrySnapshot;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One source's snapshots in their order, and how much its totals grew over them.
 *
 * @param snapshots at least one
 * @param growth by counter; zero for one that rested
 * @param seconds in which it grew; 0 where growth cannot be told
 */
record SourceGrowth(List<TelemetrySnapshot> snapshots, Map<Series, Double> growth, double seconds) {

  static SourceGrowth of(Optional<TelemetrySnapshot> base, List<TelemetrySnapshot> snapshots) {
    var growth = new HashMap<Series, Double>();
    var seconds = 0.0;
    var before = base.orElse(null);
    for (var now : snapshots) {
      if (before != null && sameLife(before, now)) {
        add(growth, before.counters(), now);
        seconds += (now.monotonicNanos() - before.monotonicNanos()) / 1e9;
      } else if (before != null || newborn(now)) {
        add(growth, Map.of(), now);
        seconds += now.interval().toNanos() / 1e9;
      }
      // The first word of a source that has long been running tells no growth.
      before = now;
    }
    return new SourceGrowth(List.copyOf(snapshots), growth, seconds);
  }

  TelemetrySnapshot newest() {
    return snapshots.getLast();
  }

  boolean counts(Metric metric) {
    return newest().counters().keySet().stream()
        .anyMatch(series -> series.metric().equals(metric.name()));
  }

  double increase(Selection which) {
    return growth.entrySet().stream()
        .filter(entry -> which.matches(entry.getKey()))
        .mapToDouble(Map.Entry::getValue)
        .sum();
  }

  private static void add(
      Map<Series, Double> growth, Map<Series, Double> before, TelemetrySnapshot now) {
    now.counters()
        .forEach(
            (series, total) -> {
              var earlier = before.getOrDefault(series, 0.0);
              growth.merge(series, total >= earlier ? total - earlier : total, Double::sum);
            });
  }

  private static boolean sameLife(TelemetrySnapshot before, TelemetrySnapshot now) {
    return before.source().startedAt().equals(now.source().startedAt());
  }

  private static boolean newborn(TelemetrySnapshot now) {
    var age = Duration.between(now.source().startedAt(), now.time());
    return age.compareTo(now.interval().multipliedBy(2)) <= 0;
  }
}
