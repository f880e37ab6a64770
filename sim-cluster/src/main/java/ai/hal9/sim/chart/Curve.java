package ai.hal9.sim.chart;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A line of a chart.
 *
 * @param name what the legend says
 * @param style the class in the page's style sheet that gives it its colour and stroke
 * @param xs where its points lie, rising
 * @param ys their values; {@code NaN} is a gap
 * @param weak points that too few samples support, drawn faint; empty when none is
 */
@SuppressWarnings("ArrayRecordComponent") // a chart's data, drawn once and never compared
public record Curve(String name, String style, double[] xs, double[] ys, boolean[] weak) {

  public Curve {
    if (xs.length != ys.length || (weak.length != 0 && weak.length != ys.length)) {
      throw new IllegalArgumentException(name + " has points of unlike number");
    }
  }

  /** A curve every point of which is well supported. */
  public static Curve of(String name, String style, double[] xs, double[] ys) {
    return new Curve(name, style, xs, ys, new boolean[0]);
  }

  boolean weakAt(int point) {
    return weak.length > 0 && weak[point];
  }

  /** The largest known value; not a number when none is known. */
  public double max() {
    return Arrays.stream(ys).filter(Double::isFinite).max().orElse(Double.NaN);
  }

  /** The smallest value above zero; not a number when there is none. */
  public double leastPositive() {
    return Arrays.stream(ys).filter(y -> y > 0).min().orElse(Double.NaN);
  }

  /**
   * At most about this many points, for a screen that has no more columns. Of the points that share
   * a column the lowest and the highest are kept, in their order, and a gap stays a gap.
   */
  public Curve downsampled(int columns) {
    if (ys.length <= columns) {
      return this;
    }
    var kept = new ArrayList<Integer>();
    for (var column = 0; column < columns; column++) {
      var from = (int) ((long) column * ys.length / columns);
      var to = (int) ((long) (column + 1) * ys.length / columns);
      keep(from, to, kept);
    }
    return new Curve(
        name,
        style,
        kept.stream().mapToDouble(i -> xs[i]).toArray(),
        kept.stream().mapToDouble(i -> ys[i]).toArray(),
        weak.length == 0 ? weak : pick(kept));
  }

  private void keep(int from, int to, List<Integer> kept) {
    var low = -1;
    var high = -1;
    var gap = -1;
    for (var i = from; i < to; i++) {
      if (Double.isNaN(ys[i])) {
        gap = i;
      } else {
        low = low < 0 || ys[i] < ys[low] ? i : low;
        high = high < 0 || ys[i] > ys[high] ? i : high;
      }
    }
    IntStream.of(low, high, gap).filter(i -> i >= 0).distinct().sorted().forEach(kept::add);
  }

  private boolean[] pick(List<Integer> kept) {
    var picked = new boolean[kept.size()];
    for (var i = 0; i < picked.length; i++) {
      picked[i] = weak[kept.get(i)];
    }
    return picked;
  }
}
