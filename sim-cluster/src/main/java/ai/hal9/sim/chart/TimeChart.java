package ai.hal9.sim.chart;

import java.util.List;

/**
 * Curves over the time of a run, on an axis and with marks that all charts of a page share.
 *
 * @param time the axis
 * @param bands shaded behind the curves
 * @param marks moments worth knowing
 */
public record TimeChart(TimeScale time, List<Band> bands, List<Mark> marks) {

  public TimeChart {
    bands = List.copyOf(bands);
    marks = List.copyOf(marks);
  }

  /** A chart from zero to a round number above the largest value. */
  public Markup linear(String title, String note, Quantity quantity, List<Curve> curves) {
    var largest = curves.stream().mapToDouble(Curve::max).filter(Double::isFinite).max();
    return linear(title, note, quantity, curves, largest.orElse(Double.NaN));
  }

  /** A chart from zero to a round number at or above the given value. */
  public Markup linear(
      String title, String note, Quantity quantity, List<Curve> curves, double largest) {
    return chart(title, note, quantity, curves, LinearScale.upTo(largest, quantity));
  }

  /** A chart in powers of ten that holds the given span, so that charts can be compared. */
  public Markup logarithmic(
      String title,
      String note,
      Quantity quantity,
      List<Curve> curves,
      double smallest,
      double largest) {
    return chart(title, note, quantity, curves, LogScale.between(smallest, largest, quantity));
  }

  private Markup chart(
      String title, String note, Quantity quantity, List<Curve> curves, Scale values) {
    var figure =
        new Markup()
            .open("figure", "class", "chart time")
            .add(ChartFrame.caption(title, note))
            .add(ChartFrame.legend(curves));
    if (curves.stream().allMatch(curve -> Double.isNaN(curve.max()))) {
      figure.element("p", "Nothing was heard.", "class", "empty");
    } else {
      figure.add(new ChartFrame(time, values).box(curves, bands, marks, title + ", " + note));
      figure.add(new DataTable(time, quantity).of(curves));
    }
    return figure.close("figure");
  }
}
