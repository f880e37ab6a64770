package ai.hal9.sim.report;

import ai.hal9.api.telemetry.LatencyHistogram;
import ai.hal9.sim.chart.Curve;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Percentiles over time: one hue from light to strong, the maximum thin. */
final class LatencyCurves {

  private static final List<Percentiles> SHOWN =
      List.of(Percentiles.P50, Percentiles.P95, Percentiles.P99);

  private LatencyCurves() {}

  /** The curves of a distribution per point in time; nothing is a gap. */
  static List<Curve> of(double[] xs, List<Optional<LatencyHistogram>> distributions) {
    var curves = new ArrayList<Curve>();
    for (var percentile : SHOWN) {
      var ys = new double[xs.length];
      var weak = new boolean[xs.length];
      for (var i = 0; i < xs.length; i++) {
        var distribution = distributions.get(i).filter(part -> part.count() > 0);
        ys[i] =
            distribution
                .map(part -> (double) part.micros(percentile.percentile()))
                .orElse(Double.NaN);
        weak[i] = distribution.filter(percentile::supportedBy).isEmpty();
      }
      curves.add(new Curve(percentile.label(), percentile.label().replace('.', '-'), xs, ys, weak));
    }
    curves.add(Curve.of("max", "pmax", xs, largest(distributions)));
    return curves;
  }

  private static double[] largest(List<Optional<LatencyHistogram>> distributions) {
    return distributions.stream()
        .mapToDouble(
            part ->
                part.filter(some -> some.count() > 0)
                    .map(some -> (double) some.maxMicros())
                    .orElse(Double.NaN))
        .toArray();
  }
}
