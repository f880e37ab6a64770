package ai.hal9.sim.chart;

import ai.hal9.api.telemetry.LatencyHistogram;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Latency by percentile: the whole of a distribution, its tail as wide as its middle. What fewer
 * than ten samples lie beyond is drawn faint.
 */
public final class PercentileChart {

  private static final int POINTS = 160;
  private static final int FEWEST_NINES = 2;
  private static final int MOST_NINES = 5;

  private PercentileChart() {}

  /**
   * The chart.
   *
   * @param distributions by style class and name, as {@code style|name}, in the legend's order
   */
  public static Markup of(String title, String note, Map<String, LatencyHistogram> distributions) {
    var largest =
        distributions.values().stream().mapToLong(LatencyHistogram::count).max().orElse(0);
    var nines = Math.clamp((int) Math.ceil(Math.log10(largest + 1.0)), FEWEST_NINES, MOST_NINES);
    var x = new PercentileScale(nines);
    var curves = new ArrayList<Curve>();
    distributions.forEach(
        (key, distribution) -> {
          var parts = key.split("\\|", 2);
          curves.add(curve(parts[1], parts[0], distribution, x));
        });
    var figure =
        new Markup()
            .open("figure", "class", "chart percentiles")
            .add(ChartFrame.caption(title, note))
            .add(ChartFrame.legend(curves));
    if (largest == 0) {
      return figure.element("p", "No sample.", "class", "empty").close("figure");
    }
    var y =
        LogScale.between(
            curves.stream().mapToDouble(Curve::leastPositive).min().orElse(1),
            curves.stream().mapToDouble(Curve::max).max().orElse(1),
            Quantity.LATENCY);
    return figure
        .add(new ChartFrame(x, y).box(curves, List.of(), List.of(), title + ", " + note))
        .close("figure");
  }

  private static Curve curve(
      String name, String style, LatencyHistogram distribution, PercentileScale x) {
    var count = distribution.count();
    var xs = new double[POINTS + 1];
    var ys = new double[POINTS + 1];
    var weak = new boolean[POINTS + 1];
    for (var i = 0; i <= POINTS; i++) {
      xs[i] = x.percentile((double) i / POINTS);
      // Beyond the last sample there is nothing to draw.
      var reached = count > 0 && count * (100 - xs[i]) / 100 >= 1;
      ys[i] = reached ? Math.max(1, distribution.micros(xs[i])) : Double.NaN;
      weak[i] = !distribution.supports(xs[i]);
    }
    return new Curve(name, style, xs, ys, weak);
  }
}
