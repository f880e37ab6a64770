package ai.hal9.sim.bench;

import java.util.Arrays;
import java.util.List;

/**
 * A ratio measured once in each round.
 *
 * @param median of the rounds
 * @param least of them
 * @param most of them
 */
public record Spread(double median, double least, double most) {

  /** Of ratios, one a round; those that are no numbers are left out. */
  static Spread of(List<Double> ratios) {
    var sorted =
        ratios.stream()
            .mapToDouble(Double::doubleValue)
            .filter(Double::isFinite)
            .sorted()
            .toArray();
    if (sorted.length == 0) {
      return new Spread(Double.NaN, Double.NaN, Double.NaN);
    }
    var middle = sorted.length / 2;
    var median =
        sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    return new Spread(median, sorted[0], Arrays.stream(sorted).max().orElseThrow());
  }
}
