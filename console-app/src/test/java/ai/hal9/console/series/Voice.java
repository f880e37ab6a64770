package ai.hal9.console.series;

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

/** Says into a history what a source would, second by second. */
public final class Voice {

  public static final Instant EPOCH = Instant.parse("2026-03-01T10:00:00Z");

  private final SetClock clock;
  private final HistoryStore history;
  private final TelemetrySource source;
  private final String carrier;
  private final Duration interval;
  private final Duration ahead;
  private final long firstSequence;

  private Voice(
      SetClock clock,
      HistoryStore history,
      TelemetrySource source,
      String carrier,
      Duration interval,
      Duration ahead,
      long firstSequence) {
    this.clock = clock;
    this.history = history;
    this.source = source;
    this.carrier = carrier;
    this.interval = interval;
    this.ahead = ahead;
    this.firstSequence = firstSequence;
  }

  /** A node that has run for an hour. */
  public static Voice node(SetClock clock, HistoryStore history, String name) {
    return of(clock, history, SourceKind.NODE, name, name, EPOCH.minusSeconds(3_600), 1_000);
  }

  /** A store that has run for an hour, as one node tells of it. */
  public static Voice store(SetClock clock, HistoryStore history, SourceKind kind, String server) {
    return of(clock, history, kind, server, "node-1", EPOCH.minusSeconds(3_600), 1_000);
  }

  /** What a node tells of Redis; each node counts its sequence apart. */
  static Voice redis(
      SetClock clock, HistoryStore history, String carrier, Instant startedAt, long sequence) {
    return of(clock, history, SourceKind.REDIS, "redis", carrier, startedAt, sequence);
  }

  /** A load generator. */
  public static Voice client(SetClock clock, HistoryStore history) {
    return of(clock, history, SourceKind.CLIENT, "client", "client", EPOCH, 1);
  }

  private static Voice of(
      SetClock clock,
      HistoryStore history,
      SourceKind kind,
      String name,
      String carrier,
      Instant startedAt,
      long firstSequence) {
    var source = new TelemetrySource(kind, name, "test", "local", "0.1.0", startedAt);
    return new Voice(
        clock, history, source, carrier, Duration.ofSeconds(1), Duration.ZERO, firstSequence);
  }

  /** The same, started anew at this second. */
  Voice restartedAt(int second) {
    var anew =
        new TelemetrySource(
            source.kind(), source.name(), "test", "local", "0.1.0", EPOCH.plusSeconds(second));
    return new Voice(clock, history, anew, carrier, interval, ahead, 1 - second);
  }

  /** The same, on a machine whose clock is ahead. */
  Voice ahead(Duration by) {
    return new Voice(clock, history, source, carrier, interval, by, firstSequence);
  }

  /** The same, having closed no interval for so many seconds. */
  Voice frozen(int seconds) {
    return new Voice(clock, history, source, carrier, interval, ahead, firstSequence - seconds);
  }

  /**
   * Says these gauges, counters and latencies of the second that begins so long after the epoch.
   */
  public Voice says(int second, Map<Series, Double> counters, Map<Series, Double> gauges) {
    return says(second, interval, counters, gauges, Map.of(), List.of());
  }

  public Voice says(int second, Series series, long... micros) {
    var latency = Map.of(series, LatencyHistogram.ofMicros(micros));
    return says(second, interval, Map.of(), Map.of(), latency, List.of());
  }

  public Voice says(
      int second,
      Duration length,
      Map<Series, Double> counters,
      Map<Series, Double> gauges,
      Map<Series, LatencyHistogram> latencies,
      List<TelemetryEvent> events) {
    var end = EPOCH.plusSeconds(second + 1);
    clock.set(end.plusMillis(3));
    history.heard(
        carrier,
        new TelemetryFrame(
            0,
            new TelemetrySnapshot(
                source,
                firstSequence + second,
                end.plus(ahead),
                Duration.between(source.startedAt(), end).toNanos(),
                length,
                counters,
                gauges,
                latencies,
                events)));
    return this;
  }
}
