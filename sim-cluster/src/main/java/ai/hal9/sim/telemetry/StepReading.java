package ai.hal9.sim.telemetry;

import ai.hal9.api.metric.Series;
import ai.hal9.api.telemetry.LatencyHistogram;
import ai.hal9.api.telemetry.TelemetrySnapshot;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;

/** What one source said about one step; several snapshots when its interval is shorter. */
final class StepReading {

  private final Map<Series, Double> increases = new HashMap<>();
  private final Map<Series, Double> gauges = new HashMap<>();
  private final Map<Series, LatencyHistogram> latencies = new HashMap<>();
  private double elapsedSeconds;
  private boolean ratesKnown = true;

  void add(TelemetrySnapshot snapshot, Increase increase) {
    increase.bySeries().forEach((series, amount) -> increases.merge(series, amount, Double::sum));
    elapsedSeconds += increase.elapsedSeconds();
    ratesKnown &= increase.known();
    gauges.putAll(snapshot.gauges());
    snapshot
        .latencies()
        .forEach((series, part) -> latencies.merge(series, part, LatencyHistogram::plus));
  }

  /** How much the matching counters grew per second, or {@code NaN} when it cannot be told. */
  double rate(Predicate<Series> which) {
    return ratesKnown && elapsedSeconds > 0 ? increase(which) / elapsedSeconds : Double.NaN;
  }

  /** How much the matching counters grew since the source's snapshot before. */
  double increase(Predicate<Series> which) {
    return sum(increases, which);
  }

  /** The sum of the matching gauges, or {@code NaN} when there is none. */
  double gauge(Predicate<Series> which) {
    return gauges.keySet().stream().anyMatch(which) ? sum(gauges, which) : Double.NaN;
  }

  LatencyHistogram latency(Predicate<Series> which) {
    return LatencyHistogram.merged(
        latencies.entrySet().stream()
            .filter(entry -> which.test(entry.getKey()))
            .map(Map.Entry::getValue)
            .toList());
  }

  boolean ratesKnown() {
    return ratesKnown;
  }

  private static double sum(Map<Series, Double> values, Predicate<Series> which) {
    return values.entrySet().stream()
        .filter(entry -> which.test(entry.getKey()))
        .mapToDouble(Map.Entry::getValue)
        .sum();
  }
}
