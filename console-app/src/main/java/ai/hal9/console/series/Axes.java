package ai.hal9.console.series;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** Chooses the axes that questions about tracks are asked on: none finer than they were heard. */
final class Axes {

  /** Widths of columns in milliseconds, from which a chart's is chosen. */
  private static final long[] WIDTHS = {
    250,
    500,
    1_000,
    2_000,
    5_000,
    10_000,
    15_000,
    30_000,
    60_000,
    120_000,
    300_000,
    600_000,
    900_000,
    1_800_000,
    3_600_000,
    7_200_000,
    14_400_000,
    43_200_000,
    86_400_000
  };

  private final Tracks tracks;
  private final Clock clock;

  Axes(Tracks tracks, Clock clock) {
    this.tracks = tracks;
    this.clock = clock;
  }

  /** Of a window, as {@link HistoryStore#axis}. */
  Axis of(Window window, int columns) {
    var from = window.from().toEpochMilli();
    var to = window.to().toEpochMilli();
    var finest =
        tracks.all().stream().mapToLong(track -> track.resolution(from, to)).max().orElse(0);
    for (var width : WIDTHS) {
      var axis = axis(from, to, width);
      if (width >= finest && axis.count() <= columns) {
        return axis;
      }
    }
    return axis(from, to, Math.max(1, Math.ceilDiv(to - from, columns)));
  }

  private static Axis axis(long from, long to, long width) {
    var first = Math.floorDiv(from, width);
    var count = Math.ceilDiv(to, width) - first;
    return new Axis(
        Instant.ofEpochMilli(first * width), Duration.ofMillis(width), Math.toIntExact(count));
  }

  /** As {@link HistoryStore#latest}. */
  Axis latest(Duration length) {
    var edge = tracks.edge();
    var end = edge == 0 ? clock.instant() : Instant.ofEpochMilli(edge);
    return new Axis(end.minus(length), length, 1);
  }

  /** As {@link HistoryStore#current}. */
  Axis current(Duration length) {
    var latest = latest(length);
    var now = clock.instant();
    return latest.end().plus(length).isBefore(now)
        ? new Axis(now.minus(length), length, 1)
        : latest;
  }

  /** As {@link HistoryStore#until}. */
  Axis until(Instant moment, Duration length) {
    var latest = latest(length);
    if (!latest.end().isAfter(moment)) {
      return latest;
    }
    var to = moment.toEpochMilli();
    var from = to - length.toMillis();
    var finest =
        tracks.all().stream()
            .mapToLong(track -> track.resolutionAcross(from, to))
            .filter(width -> width > 0)
            .max()
            .orElse(1);
    var end = Math.floorDiv(to, finest) * finest;
    var width = Math.max(length.toMillis(), finest);
    return new Axis(Instant.ofEpochMilli(end - width), Duration.ofMillis(width), 1);
  }
}
