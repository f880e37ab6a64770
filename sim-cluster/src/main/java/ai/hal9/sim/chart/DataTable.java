package ai.hal9.sim.chart;

import java.util.List;
import java.util.stream.IntStream;

/**
 * The values behind a chart. Of a long run each row covers several points and shows the largest.
 */
final class DataTable {

  private static final int ROWS = 240;

  private final TimeScale time;
  private final Quantity quantity;

  DataTable(TimeScale time, Quantity quantity) {
    this.time = time;
    this.quantity = quantity;
  }

  /** Curves that share their points in time. */
  Markup of(List<Curve> curves) {
    var xs = curves.getFirst().xs();
    var perRow = Math.ceilDiv(Math.max(1, xs.length), ROWS);
    var table =
        new Markup()
            .open("details")
            .element("summary", perRow == 1 ? "Table" : "Table, largest of every " + perRow)
            .open("table")
            .open("thead")
            .open("tr")
            .element("th", "Time");
    curves.forEach(curve -> table.element("th", curve.name()));
    table.close("tr").close("thead").open("tbody");
    for (var from = 0; from < xs.length; from += perRow) {
      row(table, curves, from, Math.min(xs.length, from + perRow));
    }
    return table.close("tbody").close("table").close("details");
  }

  private void row(Markup table, List<Curve> curves, int from, int to) {
    var second = curves.getFirst().xs()[from];
    table
        .open("tr", "data-x", ChartFrame.number(time.position(second) * Paths.WIDTH))
        .element("th", TimeScale.clock(Math.floor(second)));
    for (var curve : curves) {
      var largest =
          IntStream.range(from, to)
              .mapToDouble(i -> curve.ys()[i])
              .filter(Double::isFinite)
              .max()
              .orElse(Double.NaN);
      var weak = IntStream.range(from, to).allMatch(curve::weakAt);
      if (weak && Double.isFinite(largest)) {
        table.element("td", quantity.text(largest), "class", "weak");
      } else {
        table.element("td", quantity.text(largest));
      }
    }
    table.close("tr");
  }
}
