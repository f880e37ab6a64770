package ai.hal9.sim.chart;

import java.util.ArrayList;
import java.util.List;

/** Powers of ten from at or below the smallest value to at or above the largest. */
record LogScale(int lowest, int highest, Quantity quantity) implements Scale {

  /** An axis that holds values between two positive ones. */
  static LogScale between(double smallest, double largest, Quantity quantity) {
    var low = (int) Math.floor(Math.log10(Math.max(smallest, 1e-9)) + 1e-9);
    var high = (int) Math.ceil(Math.log10(Math.max(largest, 1e-9)) - 1e-9);
    return new LogScale(low, Math.max(high, low + 1), quantity);
  }

  @Override
  public double position(double value) {
    return (Math.log10(Math.max(value, Math.pow(10, lowest))) - lowest) / (highest - lowest);
  }

  @Override
  public List<Tick> ticks() {
    var ticks = new ArrayList<Tick>();
    for (var power = lowest; power <= highest; power++) {
      var value = Math.pow(10, power);
      ticks.add(new Tick(position(value), quantity.tick(value)));
    }
    return ticks;
  }
}
