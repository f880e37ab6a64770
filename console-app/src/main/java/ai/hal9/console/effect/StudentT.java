package ai.hal9.console.effect;

/**
 * Quantiles of Student's t, by Cornish and Fisher's expansion around the normal's (Abramowitz and
 * Stegun 26.7.5): to 1 % from five degrees of freedom up, and too wide rather than too narrow
 * below.
 */
final class StudentT {

  private static final double FEWEST = 3;

  private StudentT() {}

  /**
   * The quantile.
   *
   * @param z the normal's quantile at the same probability
   * @param degrees of freedom; below three counts as three
   */
  static double quantile(double z, double degrees) {
    var n = Math.max(FEWEST, degrees);
    var z3 = z * z * z;
    var z5 = z3 * z * z;
    var z7 = z5 * z * z;
    var z9 = z7 * z * z;
    return z
        + (z3 + z) / (4 * n)
        + (5 * z5 + 16 * z3 + 3 * z) / (96 * n * n)
        + (3 * z7 + 19 * z5 + 17 * z3 - 15 * z) / (384 * n * n * n)
        + (79 * z9 + 776 * z7 + 1482 * z5 - 1920 * z3 - 945 * z) / (92_160 * n * n * n * n);
  }
}
