package ai.hal9.console.chart;

import ai.hal9.console.series.DistributionCurve;
import ai.hal9.console.ui.Tone;
import ai.hal9.console.ui.Unit;
import java.util.List;
import java.util.function.DoubleFunction;
import java.util.function.Predicate;

/** Latency distributions, curve by curve. */
public record CurveData(List<Curve> curves) {

  public static final CurveData NONE = new CurveData(List.of());

  public CurveData {
    curves = List.copyOf(curves);
  }

  /**
   * One distribution.
   *
   * @param id stable, so that what was chosen in the legend stays chosen
   * @param name as the legend says it
   */
  public record Curve(String id, String name, Tone tone, DistributionCurve latency) {}

  /** Whether there is anything to draw. */
  public boolean known() {
    return curves.stream().anyMatch(curve -> curve.latency().samples() > 0);
  }

  /** Those curves alone. */
  CurveData only(Predicate<Curve> wanted) {
    return new CurveData(curves.stream().filter(wanted).toList());
  }

  /**
   * The percentile next to another, of those at which any curve has a point.
   *
   * @param from where the way begins; not a number for the end that it leads away from
   * @param higher which way it leads; at the end it stays there
   * @return between 0 and 100; not a number where no curve has a point
   */
  double next(double from, boolean higher) {
    var all = percentiles();
    if (all.isEmpty()) {
      return Double.NaN;
    }
    return higher
        ? all.stream().filter(each -> !(each <= from)).findFirst().orElse(all.getLast())
        : all.reversed().stream()
            .filter(each -> !(each >= from))
            .findFirst()
            .orElse(all.getFirst());
  }

  private List<Double> percentiles() {
    return curves.stream()
        .flatMap(curve -> curve.latency().points().stream())
        .map(DistributionCurve.Point::percentile)
        .distinct()
        .sorted()
        .toList();
  }

  /** One row a percentile, the lowest first. */
  ValueTable table() {
    return new ValueTable(
        "Percentile",
        Unit.SECONDS,
        curves.stream().map(Curve::name).toList(),
        percentiles().stream()
            .map(
                percentile ->
                    new ValueTable.Row(
                        percentile,
                        PercentileAxis.words(percentile),
                        curves.stream().map(each -> each.latency().seconds(percentile)).toList(),
                        curves.stream().map(each -> !each.latency().supports(percentile)).toList()))
            .toList());
  }

  /** One line a point, its latency exact. */
  String csv() {
    return text(",", seconds -> String.valueOf(seconds), " [s]");
  }

  /** One line a point, its latency as it is read on screen. */
  String tabbed() {
    return text("\t", Unit.SECONDS::text, "");
  }

  private String text(String separator, DoubleFunction<String> written, String unit) {
    var text = new StringBuilder();
    text.append(String.join(separator, "of", "n", "percentile", "latency" + unit, "supported"));
    text.append('\n');
    for (var curve : curves) {
      for (var point : curve.latency().points()) {
        text.append(
            String.join(
                separator,
                curve.name(),
                String.valueOf(curve.latency().samples()),
                String.valueOf(point.percentile()),
                written.apply(point.seconds()),
                point.supported() ? "yes" : "no"));
        text.append('\n');
      }
    }
    return text.toString();
  }
}
