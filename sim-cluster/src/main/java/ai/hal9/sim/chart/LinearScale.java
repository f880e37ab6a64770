package ai.hal9.sim.chart;

import java.util.List;
import java.util.stream.LongStream;

/** From zero to a round number at or above the largest value, in steps of 1, 2 or 5. */
record LinearScale(double max, double step, Quantity quantity) implements Scale {

  private static final int STEPS = 4;

  /** An axis that holds values up to this one. */
  static LinearScale upTo(double largest, Quantity quantity) {
    var needed = Double.isFinite(largest) && largest > 0 ? largest : 1;
    var step = niceStep(needed / STEPS);
    return new LinearScale(Math.ceil(needed / step - 1e-9) * step, step, quantity);
  }

  /** The smallest of 1, 2 or 5 times a power of ten that is not below. */
  static double niceStep(double rough) {
    var power = Math.pow(10, Math.floor(Math.log10(rough)));
    for (var factor : new double[] {1, 2, 5}) {
      if (factor * power >= rough * (1 - 1e-9)) {
        return factor * power;
      }
    }
    return 10 * power;
  }

  @Override
  public double position(double value) {
    return value / max;
  }

  @Override
  public List<Tick> ticks() {
    return LongStream.rangeClosed(0, Math.round(max / step))
        .mapToObj(i -> new Tick(position(i * step), quantity.tick(i * step)))
        .toList();
  }
}
