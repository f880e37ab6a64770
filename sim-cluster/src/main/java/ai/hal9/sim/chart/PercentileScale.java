package ai.hal9.sim.chart;

import java.util.ArrayList;
import java.util.List;

/**
 * Percentiles by the logarithm of the share beyond them, so that each further nine takes the same
 * room: {@code position = log10(100 / (100 - p)) / nines}.
 *
 * @param nines how many nines the axis reaches: 4 ends at 99.99
 */
record PercentileScale(int nines) implements Scale {

  private static final String[] LABELS = {"0", "90", "99", "99.9", "99.99", "99.999", "99.9999"};

  PercentileScale {
    if (nines < 1 || nines >= LABELS.length) {
      throw new IllegalArgumentException("1 to 6 nines");
    }
  }

  @Override
  public double position(double percentile) {
    return Math.log10(100 / Math.max(100 - percentile, 1e-9)) / nines;
  }

  /** The percentile at a position: the inverse. */
  double percentile(double position) {
    return 100 - 100 / Math.pow(10, position * nines);
  }

  @Override
  public List<Tick> ticks() {
    var ticks = new ArrayList<Tick>();
    for (var nine = 0; nine <= nines; nine++) {
      ticks.add(new Tick((double) nine / nines, LABELS[nine]));
    }
    return ticks;
  }
}
