package ai.hal9.sim.telemetry;

import ai.hal9.api.metric.Metric;
import ai.hal9.api.metric.Series;
import ai.hal9.api.telemetry.LatencyHistogram;
import ai.hal9.api.telemetry.TelemetryEvent;
import ai.hal9.api.telemetry.TelemetrySnapshot;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A cluster on one time axis. Distributions of nodes are merged, totals become rates with resets
 * noticed, and a step in which a living node was not heard is a gap, because a sum without it would
 * be a dip that never happened. A node that has died is missed by nobody.
 */
public final class ServerTimeline {

  private final Steps steps;
  private final List<SourceTrack> nodes;
  private final List<TelemetryEvent> events;
  private final long lost;

  private ServerTimeline(
      Steps steps, List<SourceTrack> nodes, List<TelemetryEvent> events, long lost) {
    this.steps = steps;
    this.nodes = nodes;
    this.events = events;
    this.lost = lost;
  }

  /** What was heard between two moments. */
  public static ServerTimeline of(TelemetryLog log, Instant from, Instant to) {
    var perNode = log.nodes();
    var all = perNode.values().stream().flatMap(List::stream).toList();
    var steps = Steps.covering(from, to, stepLength(all));
    return new ServerTimeline(
        steps,
        perNode.entrySet().stream()
            .map(entry -> SourceTrack.of(entry.getKey(), entry.getValue(), steps))
            .toList(),
        events(log, from, to),
        log.lost());
  }

  /** Long enough that every source speaks in every step. */
  private static Duration stepLength(Collection<TelemetrySnapshot> snapshots) {
    var longest =
        snapshots.stream()
            .map(TelemetrySnapshot::interval)
            .max(Comparator.naturalOrder())
            .orElse(Duration.ofSeconds(1));
    // An interval is a little over its nominal length whenever the node is busy.
    return Duration.ofSeconds(Math.max(1, Math.ceilDiv(longest.toMillis() - 400, 1_000)));
  }

  private static List<TelemetryEvent> events(TelemetryLog log, Instant from, Instant to) {
    return log.events().stream()
        .filter(event -> !event.time().isBefore(from) && !event.time().isAfter(to))
        .sorted(Comparator.comparing(TelemetryEvent::time))
        .toList();
  }

  /** The time axis. */
  public Steps steps() {
    return steps;
  }

  /** Whether any node was heard. */
  public boolean empty() {
    return nodes.isEmpty();
  }

  /** What happened, each once, in order. */
  public List<TelemetryEvent> events() {
    return events;
  }

  /** Snapshots that nodes dropped because the reader was too slow; their steps are gaps. */
  public long lost() {
    return lost;
  }

  /** The nodes' names, in order. */
  public List<String> nodes() {
    return nodes.stream().map(SourceTrack::name).toList();
  }

  /** How much a metric's counters grow per second, summed over nodes. */
  public Readings rate(Metric metric) {
    return rate(seriesOf(metric));
  }

  /** How much the matching counters grow per second, summed over nodes. */
  public Readings rate(Predicate<Series> which) {
    return sum(reading -> reading.rate(which));
  }

  /** Growth of some counters per growth of others, over all nodes; a gap where the latter rest. */
  public Readings ratio(Predicate<Series> part, Predicate<Series> whole) {
    var above = sum(reading -> known(reading, reading.increase(part)));
    var below = sum(reading -> known(reading, reading.increase(whole)));
    return above.with(below, (a, b) -> b == 0 ? Double.NaN : a / b);
  }

  /** A metric's gauges, summed over nodes. */
  public Readings gauge(Metric metric) {
    return sum(reading -> reading.gauge(seriesOf(metric)));
  }

  /** The largest of the nodes' values of a gauge. */
  public Readings highest(Metric metric) {
    return combined(reading -> reading.gauge(seriesOf(metric)), values -> max(values));
  }

  /** Growth per second of one node's counters. */
  public Readings rate(String node, Metric metric) {
    return track(node).values(reading -> reading.rate(seriesOf(metric)));
  }

  /** One node's gauges of a metric, summed over labels. */
  public Readings gauge(String node, Metric metric) {
    return track(node).values(reading -> reading.gauge(seriesOf(metric)));
  }

  /** The merged distribution of a metric, step by step. */
  public LatencyReadings latency(Predicate<Series> which) {
    var parts = new ArrayList<@Nullable LatencyHistogram>();
    for (var step = 0; step < steps.count(); step++) {
      var heard = heard(step);
      parts.add(
          heard.isEmpty()
              ? null
              : LatencyHistogram.merged(
                  heard.stream().map(reading -> reading.latency(which)).toList()));
    }
    return LatencyReadings.of(parts);
  }

  /**
   * Totals and distributions of what was done between two moments, after the second of which
   * nothing was done. A node's interval counts for the step its middle lies in, so the step after
   * the last one may hold what was done last.
   *
   * @param restBefore whether nothing was done before the first moment either; without that, what
   *     was done between it and the first whole step is left out
   */
  public ServerWindow over(Instant from, Instant to, boolean restBefore) {
    var first = restBefore ? steps.indexOf(from) - 1 : steps.firstFrom(from);
    var begin = restBefore ? from : steps.begin(first);
    return begin.isBefore(to)
        ? new ServerWindow(
            this,
            nodes,
            IntStream.rangeClosed(first, steps.indexOf(to) + 1).toArray(),
            Duration.between(begin, to))
        : new ServerWindow(this, nodes, new int[0], Duration.ZERO);
  }

  /** Matches every series of a metric. */
  public static Predicate<Series> seriesOf(Metric metric) {
    return series -> series.metric().equals(metric.name());
  }

  /** Matches the series of a metric with this value of a label. */
  public static Predicate<Series> seriesOf(Metric metric, String label, String value) {
    return seriesOf(metric).and(series -> series.label(label).equals(value));
  }

  private SourceTrack track(String node) {
    return nodes.stream().filter(track -> track.name().equals(node)).findFirst().orElseThrow();
  }

  private static double known(StepReading reading, double value) {
    return reading.ratesKnown() ? value : Double.NaN;
  }

  private Readings sum(ToDoubleFunction<StepReading> value) {
    return combined(value, values -> values.stream().mapToDouble(Double::doubleValue).sum());
  }

  private static double max(List<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).max().orElse(Double.NaN);
  }

  private Readings combined(
      ToDoubleFunction<StepReading> value, ToDoubleFunction<List<Double>> combine) {
    return Readings.of(
        IntStream.range(0, steps.count())
            .mapToDouble(
                step -> {
                  var values =
                      heard(step).stream().map(value::applyAsDouble).collect(Collectors.toList());
                  return values.isEmpty() ? Double.NaN : combine.applyAsDouble(values);
                })
            .toArray());
  }

  /** What the nodes said of a step; nothing when one that was alive is missing. */
  private List<StepReading> heard(int step) {
    if (nodes.stream().anyMatch(track -> track.missing(step))) {
      return List.of();
    }
    return nodes.stream().flatMap(track -> track.reading(step).stream()).toList();
  }
}
