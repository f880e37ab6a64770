package ai.hal9.dashboards.expression;

import ai.hal9.api.metric.Metric;
import ai.hal9.api.metric.Series;
import ai.hal9.api.telemetry.LatencyHistogram;
import ai.hal9.api.telemetry.SourceKind;
import ai.hal9.api.telemetry.TelemetrySnapshot;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/**
 * Readings of plain snapshots. They cannot tell a source that fell silent from one that has ended:
 * whoever can leaves out the stretches of time in which one was silent.
 */
public final class SnapshotReadings implements Readings {

  private static final Comparator<TelemetrySnapshot> ORDER =
      Comparator.comparing((TelemetrySnapshot snapshot) -> snapshot.source().startedAt())
          .thenComparingLong(TelemetrySnapshot::sequence);

  private final SortedMap<String, SourceGrowth> sources;

  private SnapshotReadings(SortedMap<String, SourceGrowth> sources) {
    this.sources = sources;
  }

  /**
   * What these snapshots say together.
   *
   * @param before the last snapshot of each source before the stretch of time, from which growth
   *     counts; a source without one counts from its own first, and one that is only here is gone
   * @param within those of the stretch itself, each once, in any order
   */
  public static Readings of(
      Collection<TelemetrySnapshot> before, Collection<TelemetrySnapshot> within) {
    var bySource = new TreeMap<String, List<TelemetrySnapshot>>();
    within.forEach(
        snapshot -> bySource.computeIfAbsent(key(snapshot), _ -> new ArrayList<>()).add(snapshot));
    var earlier = before.stream().collect(Collectors.toMap(SnapshotReadings::key, each -> each));
    var sources = new TreeMap<String, SourceGrowth>();
    bySource.forEach(
        (key, snapshots) -> {
          snapshots.sort(ORDER);
          sources.put(key, SourceGrowth.of(Optional.ofNullable(earlier.get(key)), snapshots));
        });
    return new SnapshotReadings(sources);
  }

  private static String key(TelemetrySnapshot snapshot) {
    return snapshot.source().kind() + " " + snapshot.source().name();
  }

  @Override
  public OptionalDouble increase(Selection counters) {
    return sum(counters, source -> source.increase(counters));
  }

  @Override
  public OptionalDouble rate(Selection counters) {
    return sum(counters, source -> source.increase(counters) / source.seconds());
  }

  private OptionalDouble sum(Selection counters, ToDoubleFunction<SourceGrowth> value) {
    var having =
        sources.values().stream().filter(source -> source.counts(counters.metric())).toList();
    return having.isEmpty() || having.stream().anyMatch(source -> source.seconds() <= 0)
        ? OptionalDouble.empty()
        : OptionalDouble.of(having.stream().mapToDouble(value).sum());
  }

  @Override
  public List<GaugeReading> gauges(Selection gauges) {
    return sources.values().stream()
        .map(SourceGrowth::newest)
        .flatMap(
            newest ->
                newest.gauges().entrySet().stream()
                    .filter(gauge -> gauges.matches(gauge.getKey()))
                    .map(
                        gauge ->
                            new GaugeReading(
                                newest.source().name(), gauge.getKey(), gauge.getValue())))
        .toList();
  }

  @Override
  public Value quantile(Selection histograms, double percentile) {
    return Value.quantile(
        LatencyHistogram.merged(
            sources.values().stream()
                .flatMap(source -> source.snapshots().stream())
                .flatMap(snapshot -> snapshot.latencies().entrySet().stream())
                .filter(latency -> histograms.matches(latency.getKey()))
                .map(Map.Entry::getValue)
                .toList()),
        percentile);
  }

  @Override
  public SortedSet<String> values(Metric metric, String label) {
    return sources.values().stream()
        .map(SourceGrowth::newest)
        .flatMap(
            newest ->
                switch (metric.type()) {
                  case COUNTER -> newest.counters().keySet().stream();
                  case GAUGE -> newest.gauges().keySet().stream();
                  case HISTOGRAM -> newest.latencies().keySet().stream();
                })
        .filter(series -> series.metric().equals(metric.name()))
        .map((Series series) -> series.label(label))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  @Override
  public SortedMap<String, Readings> nodes() {
    var nodes = new TreeMap<String, Readings>();
    sources.forEach(
        (key, source) -> {
          if (source.newest().source().kind() == SourceKind.NODE) {
            nodes.put(
                source.newest().source().name(),
                new SnapshotReadings(new TreeMap<>(Map.of(key, source))));
          }
        });
    return nodes;
  }
}
