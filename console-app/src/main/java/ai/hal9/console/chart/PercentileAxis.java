package ai.hal9.console.chart;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * An axis on which each further nine takes the same room: 0, 90, 99, 99.9 %.
 *
 * @param most the highest percentile shown, below 100
 */
record PercentileAxis(double most) {

  private static final double LEAST = 90;

  /** Room for the maximum, which has no percentile of its own. */
  private static final double BEYOND = 0.25;

  /** Where a percentile is, from 0 at the left to 1; the maximum, at 100, is at the right end. */
  double position(double percentile) {
    return percentile >= 100 ? 1 : nines(percentile) / (nines(Math.max(most, LEAST)) + BEYOND);
  }

  /** The percentile at a position. */
  double percentile(double position) {
    return 100 * (1 - Math.pow(10, -position * (nines(Math.max(most, LEAST)) + BEYOND)));
  }

  private static double nines(double percentile) {
    return -Math.log10(1 - percentile / 100);
  }

  /** The percentiles that are marked. */
  List<Double> ticks() {
    var ticks = new ArrayList<>(List.of(0.0, 50.0));
    for (var nines = 1; ; nines++) {
      var tick = 100 * (1 - Math.pow(10, -nines));
      if (tick > Math.max(most, LEAST) + 1e-9) {
        return ticks;
      }
      ticks.add(tick);
    }
  }

  /** {@code p99.9}, without more digits than say something; {@code max} at the end. */
  static String words(double percentile) {
    if (percentile >= 100) {
      return "max";
    }
    var digits = Math.max(0, (int) Math.ceil(-Math.log10(1 - percentile / 100) - 1e-9) - 2);
    var text = String.format(Locale.ROOT, "%." + Math.min(6, digits) + "f", percentile);
    return "p" + text;
  }
}
