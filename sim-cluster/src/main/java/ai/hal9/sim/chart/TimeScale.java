package ai.hal9.sim.chart;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Seconds since the measured part began; the warm-up before it is negative.
 *
 * @param from its first second
 * @param to its last
 */
public record TimeScale(double from, double to) implements Scale {

  private static final double[] STEPS = {1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1_800, 3_600};
  private static final int MOST_TICKS = 9;

  public TimeScale {
    if (!(to > from)) {
      throw new IllegalArgumentException("time goes from %s to %s".formatted(from, to));
    }
  }

  @Override
  public double position(double second) {
    return (second - from) / (to - from);
  }

  @Override
  public List<Tick> ticks() {
    var step = 7_200.0;
    for (var i = STEPS.length - 1; i >= 0; i--) {
      if ((to - from) / STEPS[i] <= MOST_TICKS) {
        step = STEPS[i];
      }
    }
    var ticks = new ArrayList<Tick>();
    for (var second = Math.ceil(from / step) * step; second <= to + 1e-9; second += step) {
      ticks.add(new Tick(position(second), clock(second)));
    }
    return ticks;
  }

  /** Minutes and seconds, with hours where there are any: {@code 1:05}, {@code -0:05}. */
  public static String clock(double second) {
    var whole = Math.round(Math.abs(second));
    var sign = second < -0.5 ? "-" : "";
    return whole < 3_600
        ? String.format(Locale.ROOT, "%s%d:%02d", sign, whole / 60, whole % 60)
        : String.format(
            Locale.ROOT, "%s%d:%02d:%02d", sign, whole / 3_600, whole / 60 % 60, whole % 60);
  }
}
