package ai.hal9.console.chart;

import java.time.Instant;
import java.time.ZoneId;

/**
 * Clock time on an axis. Positions are seconds of the local clock, so that ticks fall on its round
 * times.
 */
final class ClockTicks {

  private static final int[] STEPS = {
    1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1_800, 3_600, 7_200, 10_800, 21_600, 43_200, 86_400
  };
  private static final int DAY = 86_400;

  private final ZoneId zone;

  ClockTicks(ZoneId zone) {
    this.zone = zone;
  }

  /** Where a moment is on the axis. */
  double position(Instant moment) {
    var offset = zone.getRules().getOffset(moment).getTotalSeconds();
    return moment.getEpochSecond() + offset + moment.getNano() / 1e9;
  }

  /** The moment at a position. */
  Instant moment(double position) {
    var roughly = Instant.ofEpochSecond((long) position);
    var offset = zone.getRules().getOffset(roughly).getTotalSeconds();
    return Instant.ofEpochMilli(Math.round((position - offset) * 1_000));
  }

  /**
   * Seconds between ticks.
   *
   * @param seconds on the axis
   * @param most how many ticks there is room for
   */
  static double step(double seconds, int most) {
    for (var step : STEPS) {
      if (seconds / step <= most) {
        return step;
      }
    }
    return Math.ceil(seconds / most / DAY) * DAY;
  }

  /** What a tick says: the time of day, with seconds where ticks are that close. */
  static String text(double position, double step) {
    var second = Math.floorMod(Math.round(position), DAY);
    return step < 60
        ? "%02d:%02d:%02d".formatted(second / 3_600, second / 60 % 60, second % 60)
        : "%02d:%02d".formatted(second / 3_600, second / 60 % 60);
  }
}
