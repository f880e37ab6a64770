package ai.hal9.console.chart;

import ai.hal9.console.series.DistributionCurve;
import ai.hal9.console.ui.Tone;
import ai.hal9.console.ui.Unit;
import java.util.List;
import java.util.function.DoubleFunction;

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
