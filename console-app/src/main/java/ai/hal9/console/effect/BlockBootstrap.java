package ai.hal9.console.effect;

import java.util.function.ToDoubleFunction;
import java.util.random.RandomGenerator;

/**
 * The moving-block bootstrap of H. R. Künsch, "The jackknife and the bootstrap for general
 * stationary observations", Annals of Statistics 17 (1989): neighbouring intervals resemble each
 * other, so whole blocks of neighbours are drawn, with replacement, and a statistic is computed
 * from each draw.
 *
 * <p>Blocks are {@code 1.5 (√6 |ρ| / (1 − ρ²))^⅔ n^⅓} intervals long, ρ being the observations'
 * lag-one autocorrelation: the length that is best for the mean of a first-order autoregressive
 * series (Carlstein 1986, Annals of Statistics 14), half as long again because too short blocks
 * make intervals too narrow; at least {@code n^⅓} and at most {@code n/5}.
 */
final class BlockBootstrap {

  private static final int DRAWS = 400;
  private static final double LENGTHENED = 1.5;
  private static final int FEWEST_BLOCKS = 5;

  private final RandomGenerator random;

  BlockBootstrap(RandomGenerator random) {
    this.random = random;
  }

  /**
   * A statistic's standard error.
   *
   * @param error widened for the share of the observations one block takes
   * @param blocks how many independent observations the intervals are worth
   */
  record Spread(double error, double blocks) {}

  /**
   * Estimates a statistic's spread.
   *
   * @param observations one per interval, in order: they tell how alike neighbours are
   * @param statistic computed from the intervals drawn, given by their positions
   */
  Spread spread(double[] observations, ToDoubleFunction<int[]> statistic) {
    var n = observations.length;
    var length = blockLength(observations);
    var sum = 0.0;
    var squares = 0.0;
    for (var draw = 0; draw < DRAWS; draw++) {
      var value = statistic.applyAsDouble(drawn(n, length));
      sum += value;
      squares += value * value;
    }
    var mean = sum / DRAWS;
    var variance = Math.max(0, squares / DRAWS - mean * mean) * DRAWS / (DRAWS - 1);
    return new Spread(Math.sqrt(variance * n / (n - length)), (double) n / length);
  }

  private int[] drawn(int n, int length) {
    var drawn = new int[n];
    for (var filled = 0; filled < n; filled += length) {
      var start = random.nextInt(n - length + 1);
      for (var i = 0; i < length && filled + i < n; i++) {
        drawn[filled + i] = start + i;
      }
    }
    return drawn;
  }

  static int blockLength(double[] observations) {
    var n = observations.length;
    var rho = Math.min(0.95, Math.abs(autocorrelation(observations)));
    var root = Math.cbrt(n);
    var wanted = LENGTHENED * Math.pow(Math.sqrt(6) * rho / (1 - rho * rho), 2.0 / 3) * root;
    var longest = Math.max(1, n / FEWEST_BLOCKS);
    return (int) Math.clamp(Math.ceil(wanted), Math.min(longest, Math.ceil(root)), longest);
  }

  private static double autocorrelation(double[] values) {
    var mean = 0.0;
    for (var value : values) {
      mean += value / values.length;
    }
    var variance = 0.0;
    var covariance = 0.0;
    for (var i = 0; i < values.length; i++) {
      variance += (values[i] - mean) * (values[i] - mean);
      covariance += i == 0 ? 0 : (values[i] - mean) * (values[i - 1] - mean);
    }
    return variance == 0 ? 0 : covariance / variance;
  }
}
