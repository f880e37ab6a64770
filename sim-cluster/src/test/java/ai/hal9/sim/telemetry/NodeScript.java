package ai.hal9.sim.telemetry;

import ai.hal9.api.metric.Series;
import ai.hal9.api.telemetry.LatencyHistogram;
import ai.hal9.api.telemetry.SourceKind;
import ai.hal9.api.telemetry.TelemetryEvent;
import ai.hal9.api.telemetry.TelemetryFrame;
import ai.hal9.api.telemetry.TelemetrySnapshot;
import ai.hal9.api.telemetry.TelemetrySource;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Writes what a node would say, one second after the other. */
final class NodeScript {

  static final Instant EPOCH = Instant.parse("2026-03-01T10:00:00Z");

  private final TelemetryLog log;
  private final String name;
  private final Duration phase;
  private Instant startedAt = EPOCH.minusSeconds(3_600);
  private long firstSequence = 1_000;

  /** A node whose intervals end this much after each full second. */
  NodeScript(TelemetryLog log, String name, Duration phase) {
    this.log = log;
    this.name = name;
    this.phase = phase;
  }

  /** From now on it speaks as started anew before the given second. */
  NodeScript restartedAt(int second) {
    startedAt = EPOCH.plusSeconds(second).plus(phase).minusMillis(100);
    firstSequence = -second;
    return this;
  }

  /** What it says of the second that begins so long after the epoch. */
  NodeScript says(
      int second,
      Map<Series, Double> counters,
      Map<Series, Double> gauges,
      Map<Series, LatencyHistogram> latencies) {
    return says(second, Duration.ZERO, counters, gauges, latencies, List.of());
  }

  NodeScript says(
      int second,
      Duration jitter,
      Map<Series, Double> counters,
      Map<Series, Double> gauges,
      Map<Series, LatencyHistogram> latencies,
      List<TelemetryEvent> events) {
    var end = EPOCH.plusSeconds(second + 1).plus(phase).plus(jitter);
    log.heard(
        name,
        new TelemetryFrame(
            0,
            new TelemetrySnapshot(
                new TelemetrySource(SourceKind.NODE, name, "test", "local", "0.1.0", startedAt),
                firstSequence + second,
                end,
                Duration.between(startedAt, end).toNanos(),
                Duration.ofSeconds(1),
                counters,
                gauges,
                latencies,
                events)));
    return this;
  }
}
