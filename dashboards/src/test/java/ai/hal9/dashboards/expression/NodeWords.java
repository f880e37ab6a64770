package ai.hal9.dashboards.expression;

import ai.hal9.api.metric.Series;
import ai.hal9.api.telemetry.LatencyHistogram;
import ai.hal9.api.telemetry.SourceKind;
import ai.hal9.api.telemetry.TelemetrySnapshot;
import ai.hal9.api.telemetry.TelemetrySource;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What a node says, interval by interval, as a test tells it. */
public final class NodeWords {

  private static final Instant EPOCH = Instant.parse("2026-01-01T00:00:00Z");

  private final String name;
  private final Map<Series, Double> counters = new HashMap<>();
  private final Map<Series, Double> gauges = new HashMap<>();
  private final Map<Series, LatencyHistogram> latencies = new HashMap<>();
  private Instant startedAt = EPOCH;
  private long second = 100;

  private NodeWords(String name) {
    this.name = name;
  }

  public static NodeWords of(String name) {
    return new NodeWords(name);
  }

  public NodeWords counter(Series series, double total) {
    counters.put(series, total);
    return this;
  }

  public NodeWords gauge(Series series, double value) {
    gauges.put(series, value);
    return this;
  }

  public NodeWords latency(Series series, long... micros) {
    latencies.put(series, LatencyHistogram.ofMicros(micros));
    return this;
  }

  /** It begins anew: its totals count from zero. */
  public NodeWords restarted() {
    startedAt = EPOCH.plusSeconds(second);
    counters.clear();
    return this;
  }

  /** Closes an interval of one second. */
  public TelemetrySnapshot says() {
    second++;
    var source = new TelemetrySource(SourceKind.NODE, name, "test", "here", "1", startedAt);
    var snapshot =
        new TelemetrySnapshot(
            source,
            second,
            EPOCH.plusSeconds(second),
            second * 1_000_000_000,
            Duration.ofSeconds(1),
            counters,
            gauges,
            latencies,
            List.of());
    latencies.clear();
    return snapshot;
  }
}
