package ai.hal9.console.series;

import ai.hal9.api.telemetry.LatencyHistogram;
import java.util.ArrayList;
import java.util.List;

/**
 * Latency by percentile, with the tail spread out: each further step halves what is left above it,
 * up to the last percentile the samples support; then the maximum.
 *
 * @param samples number of samples
 * @param points ascending
 */
public record DistributionCurve(long samples, List<Point> points) {

  private static final int STEPS_PER_HALF = 4;

  public DistributionCurve {
    points = List.copyOf(points);
  }

  /**
   * One point.
   *
   * @param percentile between 0 and 100
   * @param seconds the latency there
   * @param supported false for the maximum alone, which is one request's
   */
  public record Point(double percentile, double seconds, boolean supported) {}

  /** The curve of a distribution; without points when it has no sample. */
  public static DistributionCurve of(LatencyHistogram latency) {
    var points = new ArrayList<Point>();
    if (latency.count() > 0) {
      for (var step = 0; ; step++) {
        var percentile = 100 * (1 - Math.pow(2, -(double) step / STEPS_PER_HALF));
        if (step > 0 && !latency.supports(percentile)) {
          break;
        }
        points.add(new Point(percentile, latency.micros(percentile) / 1e6, true));
      }
      points.add(new Point(100, latency.maxMicros() / 1e6, false));
    }
    return new DistributionCurve(latency.count(), points);
  }

  /** Whether there are samples enough for a percentile. */
  public boolean supports(double percentile) {
    return LatencyHistogram.supports(samples, percentile);
  }

  /**
   * The latency at a percentile: the next point's, the maximum's beyond the last that is supported.
   *
   * @return seconds; {@code NaN} of no samples
   */
  public double seconds(double percentile) {
    return points.stream()
        .filter(point -> point.percentile() >= percentile)
        .mapToDouble(Point::seconds)
        .findFirst()
        .orElse(Double.NaN);
  }
}
