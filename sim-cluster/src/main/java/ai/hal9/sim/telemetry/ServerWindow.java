package ai.hal9.sim.telemetry;

import ai.hal9.api.metric.Metric;
import ai.hal9.api.metric.Series;
import ai.hal9.api.telemetry.LatencyHistogram;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/** A stretch of a timeline taken as one: what the summary and the table of nodes say. */
public final class ServerWindow {

  private final ServerTimeline timeline;
  private final List<SourceTrack> nodes;
  private final int[] steps;
  private final Duration length;

  ServerWindow(ServerTimeline timeline, List<SourceTrack> nodes, int[] steps, Duration length) {
    this.timeline = timeline;
    this.nodes = nodes;
    this.steps = steps;
    this.length = length;
  }

  /** The time between its moments, less what was left out at its beginning. */
  public Duration length() {
    return length;
  }

  /** All samples of all nodes. */
  public LatencyHistogram latency(Predicate<Series> which) {
    return LatencyHistogram.merged(
        nodes.stream().map(track -> track.latency(which, Arrays.stream(steps))).toList());
  }

  /** All samples of one node. */
  public LatencyHistogram latency(String node, Predicate<Series> which) {
    return track(node).latency(which, Arrays.stream(steps));
  }

  /** Growth of the matching counters of all nodes. */
  public double increase(Predicate<Series> which) {
    return nodes.stream().mapToDouble(track -> track.increase(which, Arrays.stream(steps))).sum();
  }

  /** Growth of the matching counters of one node. */
  public double increase(String node, Predicate<Series> which) {
    return track(node).increase(which, Arrays.stream(steps));
  }

  /** Growth of some counters per growth of others; not a number when the latter rest. */
  public double ratio(Predicate<Series> part, Predicate<Series> whole) {
    var below = increase(whole);
    return below == 0 ? Double.NaN : increase(part) / below;
  }

  /** The highest sum over nodes that a gauge reached; not a number when it was never heard. */
  public double peak(Metric gauge) {
    return max(timeline.gauge(gauge));
  }

  /** The highest value one node's gauge reached; not a number when it was never heard. */
  public double peak(String node, Metric gauge) {
    return max(timeline.gauge(node, gauge));
  }

  /** How often a node began anew, in the whole timeline. */
  public int restarts(String node) {
    return track(node).restarts();
  }

  /** Steps in which a living node was not heard. */
  public long gaps() {
    return IntStream.of(steps)
        .filter(step -> nodes.stream().anyMatch(track -> track.missing(step)))
        .count();
  }

  private double max(Readings readings) {
    return Arrays.stream(steps)
        .filter(step -> step >= 0 && step < readings.size())
        .mapToDouble(readings::at)
        .filter(value -> !Double.isNaN(value))
        .max()
        .orElse(Double.NaN);
  }

  private SourceTrack track(String node) {
    return nodes.stream().filter(track -> track.name().equals(node)).findFirst().orElseThrow();
  }
}
