package ai.hal9.api.telemetry;

import ai.hal9.api.metric.Series;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * One closed interval of one source.
 *
 * @param source who speaks
 * @param sequence grows by one with each interval of this source; a jump is a gap
 * @param time wall clock at the interval's end
 * @param monotonicNanos the source's monotonic clock at the interval's end, for differences only
 * @param interval its length
 * @param counters totals since the source started
 * @param gauges values at the interval's end
 * @param latencies distributions of this interval alone
 * @param events what happened in the interval
 */
public record TelemetrySnapshot(
    TelemetrySource source,
    long sequence,
    Instant time,
    long monotonicNanos,
    Duration interval,
    Map<Series, Double> counters,
    Map<Series, Double> gauges,
    Map<Series, LatencyHistogram> latencies,
    List<TelemetryEvent> events) {

  public TelemetrySnapshot {
    Objects.requireNonNull(source, "source");
    Objects.requireNonNull(time, "time");
    Objects.requireNonNull(interval, "interval");
    counters = Map.copyOf(counters);
    gauges = Map.copyOf(gauges);
    latencies = Map.copyOf(latencies);
    events = List.copyOf(events);
  }
}
