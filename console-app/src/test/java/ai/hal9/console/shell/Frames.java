package ai.hal9.console.shell;

import ai.hal9.api.metric.MetricCatalogue;
import ai.hal9.api.telemetry.EventKind;
import ai.hal9.api.telemetry.LatencyTally;
import ai.hal9.api.telemetry.SourceKind;
import ai.hal9.api.telemetry.TelemetryEvent;
import ai.hal9.api.telemetry.TelemetryFrame;
import ai.hal9.api.telemetry.TelemetrySnapshot;
import ai.hal9.api.telemetry.TelemetrySource;
import ai.hal9.sim.telemetry.TelemetryListener;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** A node's telemetry, made up: a hundred signals a second, each of 10 ms. */
final class Frames {

  private static final int PER_SECOND = 100;

  private Frames() {}

  /** Tells seconds of it, up to now. */
  static void tell(TelemetryListener listener, int seconds) {
    tell(listener, Instant.now(), seconds);
  }

  /** Tells seconds of it, up to a moment. */
  static void tell(TelemetryListener listener, Instant now, int seconds) {
    var start = now.minusSeconds(seconds);
    var source = new TelemetrySource(SourceKind.NODE, "node-1", "test", "local", "1.0", start);
    for (var i = 1; i <= seconds; i++) {
      var latency = new LatencyTally();
      for (var n = 0; n < PER_SECOND; n++) {
        latency.recordMicros(10_000);
      }
      var signals = (double) i * PER_SECOND;
      var time = start.plusSeconds(i);
      listener.heard(
          "node-1",
          new TelemetryFrame(
              0,
              new TelemetrySnapshot(
                  source,
                  i,
                  time,
                  i * 1_000_000_000L,
                  Duration.ofSeconds(1),
                  Map.of(
                      MetricCatalogue.SIGNALS_SENT.series(),
                      signals,
                      MetricCatalogue.SIGNALS_PROCESSED.series(),
                      signals,
                      MetricCatalogue.SIGNALS_FAILED.series("internal"),
                      0.0,
                      MetricCatalogue.RATE_LIMITED.series("user"),
                      0.0),
                  Map.of(),
                  Map.of(MetricCatalogue.PROCESSING_TIME.series(), latency.histogram()),
                  i == seconds - 5
                      ? List.of(
                          new TelemetryEvent(EventKind.TUNING, time, "Batch size 50", Map.of()))
                      : List.of())));
    }
  }

  /** Tells seconds of so many users at once, up to a moment. */
  static void users(TelemetryListener listener, Instant now, int seconds, double users) {
    users("node-1", listener, now, seconds, users);
  }

  /** Tells seconds of so many users at once on a node, up to a moment. */
  static void users(
      String node, TelemetryListener listener, Instant now, int seconds, double users) {
    var source = new TelemetrySource(SourceKind.NODE, node, "test", "local", "1.0", Instant.EPOCH);
    for (var ago = seconds - 1; ago >= 0; ago--) {
      var time = now.minusSeconds(ago);
      listener.heard(
          node,
          new TelemetryFrame(
              0,
              new TelemetrySnapshot(
                  source,
                  time.getEpochSecond(),
                  time,
                  time.toEpochMilli() * 1_000_000L,
                  Duration.ofSeconds(1),
                  Map.of(),
                  Map.of(MetricCatalogue.CONCURRENT_USERS.series(), users),
                  Map.of(),
                  List.of())));
    }
  }
}
