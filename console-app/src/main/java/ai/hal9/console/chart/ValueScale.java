package ai.hal9.console.chart;

import ai.hal9.console.ui.Unit;

/**
 * A value axis that ends on round numbers.
 *
 * @param low its lower end
 * @param high its upper end, above {@code low}
 * @param step between ticks
 * @param logarithmic whether equal distances are equal factors
 */
public record ValueScale(double low, double high, double step, boolean logarithmic) {

  private static final double[] ROUND = {1, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10};
  private static final double[] STEPS = {1, 2, 2.5, 5, 10};
  private static final double[] BINARY_STEPS = {1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024};
  private static final int MOST_STEPS = 5;

  /** Shares and cores are written to the hundredth: a finer scale would repeat itself. */
  private static final double LEAST_SHARE = MOST_STEPS * 0.0001;

  private static final double LEAST_CORES = MOST_STEPS * 0.01;

  /** From zero to a round number at or above the largest value. */
  public static ValueScale fromZero(double largest, Unit unit) {
    var binary = unit == Unit.BYTES || unit == Unit.BYTE_RATE;
    var top = largest > 0 && Double.isFinite(largest) ? largest : least(unit);
    if (unit == Unit.CORES) {
      top = Math.max(top, LEAST_CORES);
    } else if (unit == Unit.SHARE) {
      top = Math.max(top, LEAST_SHARE);
    }
    if (unit == Unit.COUNT && top < MOST_STEPS) {
      top = Math.max(1, Math.ceil(top));
      return new ValueScale(0, top, 1, false);
    }
    var step = roundUp(top / MOST_STEPS, binary ? BINARY_STEPS : STEPS, binary ? 1024 : 10);
    if (binary) {
      return new ValueScale(0, Math.ceil(top / step) * step, step, false);
    }
    var high = roundUp(top, ROUND, 10);
    return new ValueScale(0, high, roundUp(high / MOST_STEPS, STEPS, 10), false);
  }

  /** From 0 to 100 %. */
  static ValueScale share() {
    return new ValueScale(0, 1, 0.25, false);
  }

  /** Powers of ten around all values, which are positive. */
  static ValueScale logarithmic(double smallest, double largest) {
    var low = Math.pow(10, Math.floor(Math.log10(smallest)));
    var high = Math.pow(10, Math.ceil(Math.log10(largest)));
    return new ValueScale(low, high > low ? high : low * 10, 1, true);
  }

  /**
   * Whether an axis may stay as it is for a new largest value: it fits, and does not look lost.
   * What comes and goes by a little does not make the axis jump.
   */
  boolean fits(double largest) {
    return largest <= high && largest > high * 0.4;
  }

  private static double least(Unit unit) {
    return switch (unit) {
      case SECONDS -> 0.001;
      case BYTES, BYTE_RATE -> 1024;
      case SHARE -> 0.01;
      case RATE, COUNT, CORES, DOLLARS -> 1;
    };
  }

  private static double roundUp(double value, double[] round, double base) {
    var power = Math.pow(base, Math.floor(Math.log(value) / Math.log(base) + 1e-9));
    for (var digit : round) {
      if (digit * power >= value * (1 - 1e-9)) {
        return digit * power;
      }
    }
    return base * power;
  }
}
