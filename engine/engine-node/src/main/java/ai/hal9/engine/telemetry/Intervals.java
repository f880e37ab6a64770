package ai.hal9.engine.telemetry;

import ai.hal9.api.metric.Series;
import ai.hal9.api.telemetry.TelemetryEvent;
import ai.hal9.api.telemetry.TelemetrySnapshot;
import ai.hal9.api.telemetry.TelemetrySource;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Closes intervals of the node's meters and events into snapshots. */
final class Intervals implements Events {

  private final TelemetrySource source;
  private final NodeMeters meters;
  private final ConcurrentLinkedQueue<TelemetryEvent> events = new ConcurrentLinkedQueue<>();
  private final Map<Series, LatencyTotals> latencies = new HashMap<>();
  private long sequence;
  private long openedNanos;
  private volatile Closed latest;

  /**
   * What readers see: the newest snapshot, and its distributions since the start.
   *
   * @param snapshot the interval
   * @param latencies by series, of all intervals up to this
   */
  record Closed(TelemetrySnapshot snapshot, Map<Series, LatencyTotals> latencies) {
    Closed {
      latencies = Map.copyOf(latencies);
    }
  }

  Intervals(TelemetrySource source, NodeMeters meters, long nanos) {
    this.source = source;
    this.meters = meters;
    openedNanos = nanos;
    latest = new Closed(snapshot(source.startedAt(), nanos, List.of()), Map.of());
  }

  @Override
  public void publish(TelemetryEvent event) {
    events.add(event);
  }

  /** The interval closed last; before the first, an empty one of no length. */
  Closed latest() {
    return latest;
  }

  /** Ends the interval at this moment. */
  synchronized TelemetrySnapshot close(Instant time, long nanos) {
    var told = new ArrayList<TelemetryEvent>();
    for (var event = events.poll(); event != null; event = events.poll()) {
      told.add(event);
    }
    sequence++;
    var closed = snapshot(time, nanos, told);
    openedNanos = nanos;
    closed
        .latencies()
        .forEach(
            (series, samples) ->
                latencies.put(
                    series,
                    latencies
                        .getOrDefault(series, LatencyTotals.none())
                        .plus(samples, closed.interval())));
    latest = new Closed(closed, latencies);
    return closed;
  }

  private TelemetrySnapshot snapshot(Instant time, long nanos, List<TelemetryEvent> told) {
    return new TelemetrySnapshot(
        source,
        sequence,
        time,
        nanos,
        Duration.ofNanos(nanos - openedNanos),
        meters.counters(),
        meters.gauges(),
        meters.swapLatencies(),
        told);
  }
}
