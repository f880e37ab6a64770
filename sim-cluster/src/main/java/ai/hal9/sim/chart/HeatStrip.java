package ai.hal9.sim.chart;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Rows of cells over time, the stronger the larger the value: where trouble was, at a glance. A
 * cell of zero is empty, a gap is hatched.
 */
public final class HeatStrip {

  /** More cells than this cannot be told apart; the largest of each group is shown. */
  private static final int CELLS = 240;

  private final TimeScale time;

  public HeatStrip(TimeScale time) {
    this.time = time;
  }

  /** The strip; the curves share their points in time, one interval apart. */
  public Markup of(String title, String note, List<Curve> rows, double interval) {
    var figure =
        new Markup()
            .open("figure", "class", "chart heat")
            .add(ChartFrame.caption(title, note))
            .open("div", "class", "strips");
    for (var row : rows) {
      figure.element("span", row.name(), "class", "row").add(cells(row, interval));
      figure.element("span", Quantity.exact(total(row)), "class", "total");
    }
    figure.element("span", "").open("div", "class", "x");
    for (var tick : time.ticks()) {
      figure.element("span", tick.label(), "style", "left:" + ChartFrame.percent(tick.position()));
    }
    return figure.close("div").element("span", "").close("div").close("figure");
  }

  private static long total(Curve row) {
    return Math.round(Arrays.stream(row.ys()).filter(Double::isFinite).sum());
  }

  private Markup cells(Curve row, double interval) {
    var svg =
        new Markup()
            .open(
                "svg",
                "viewBox",
                "0 0 %d 10".formatted(Paths.WIDTH),
                "preserveAspectRatio",
                "none",
                "role",
                "img",
                "aria-label",
                row.name());
    var perCell = Math.ceilDiv(Math.max(1, row.ys().length), CELLS);
    var most = row.max();
    for (var from = 0; from < row.ys().length; from += perCell) {
      var to = Math.min(row.ys().length, from + perCell);
      cell(svg, row, from, to, most, interval);
    }
    return svg.close("svg");
  }

  private void cell(Markup svg, Curve row, int from, int to, double most, double interval) {
    var value = Double.NaN;
    for (var i = from; i < to; i++) {
      value =
          Double.isNaN(row.ys()[i])
              ? value
              : Math.max(Double.isNaN(value) ? 0 : value, row.ys()[i]);
    }
    if (value == 0) {
      return;
    }
    var left = time.position(row.xs()[from] - interval / 2);
    var right = time.position(row.xs()[to - 1] + interval / 2);
    svg.open(
            "rect",
            "class",
            Double.isNaN(value) ? "gap" : "hot",
            "x",
            ChartFrame.number(left * Paths.WIDTH),
            "y",
            "0",
            "width",
            ChartFrame.number((right - left) * Paths.WIDTH),
            "height",
            "10",
            "opacity",
            Double.isNaN(value)
                ? "1"
                : String.format(Locale.ROOT, "%.2f", 0.25 + 0.75 * Math.sqrt(value / most)))
        .element(
            "title",
            TimeScale.clock(row.xs()[from] - interval / 2) + "  " + Quantity.COUNT.text(value))
        .close("rect");
  }
}
