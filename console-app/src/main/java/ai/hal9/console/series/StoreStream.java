package ai.hal9.console.series;

import ai.hal9.api.telemetry.TelemetrySnapshot;
import ai.hal9.api.telemetry.TelemetrySource;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One stream of what a store says of itself, whatever node it comes through. Each node counts its
 * own sequence, has its own monotonic clock and may compute the store's start a little differently;
 * here they become one.
 */
final class StoreStream {

  private static final Duration SAME_START = Duration.ofSeconds(5);

  private String carrier = "";
  private @Nullable TelemetrySnapshot heard;
  private @Nullable TelemetrySnapshot told;
  private Instant toldAt = Instant.EPOCH;

  /**
   * As of the one stream; null when it is older than what another node said already.
   *
   * @param through the node it came through
   * @param offset what is to be added to that node's times, in milliseconds
   */
  @Nullable TelemetrySnapshot continued(String through, TelemetrySnapshot snapshot, long offset) {
    var at = snapshot.time().plusMillis(offset);
    var before = told;
    var raw = heard;
    if (before == null || raw == null) {
      return remembered(through, at, snapshot, snapshot);
    }
    if (!at.isAfter(toldAt)) {
      return null;
    }
    var sameCarrier = through.equals(carrier);
    var passed =
        sameCarrier
            ? snapshot.monotonicNanos() - raw.monotonicNanos()
            : Duration.between(toldAt, at).toNanos();
    var jump = sameCarrier ? snapshot.sequence() - raw.sequence() : missed(snapshot, passed);
    var continued =
        new TelemetrySnapshot(
            source(before.source(), snapshot.source()),
            before.sequence() + Math.max(1, jump),
            snapshot.time(),
            before.monotonicNanos() + passed,
            snapshot.interval(),
            snapshot.counters(),
            snapshot.gauges(),
            snapshot.latencies(),
            snapshot.events());
    return remembered(through, at, snapshot, continued);
  }

  private static long missed(TelemetrySnapshot snapshot, long passed) {
    var interval = snapshot.interval().isZero() ? 1e9 : snapshot.interval().toNanos();
    return Math.round(passed / interval);
  }

  private static TelemetrySource source(TelemetrySource before, TelemetrySource now) {
    var apart = Duration.between(before.startedAt(), now.startedAt()).abs();
    return apart.compareTo(SAME_START) < 0 ? before : now;
  }

  private TelemetrySnapshot remembered(
      String through, Instant at, TelemetrySnapshot raw, TelemetrySnapshot continued) {
    carrier = through;
    toldAt = at;
    heard = raw;
    told = continued;
    return continued;
  }
}
