package ai.hal9.sim.telemetry;

import java.util.Arrays;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.DoubleStream;

/**
 * One value per step of a timeline. Where the value is not known there is a gap, written as {@code
 * NaN}; a gap never reads as zero, and what is computed from a gap is a gap.
 */
public final class Readings {

  private final double[] values;

  private Readings(double[] values) {
    this.values = values;
  }

  /** These values in order; {@code NaN} is a gap. */
  public static Readings of(double... values) {
    return new Readings(values.clone());
  }

  /** Number of steps, gaps included. */
  public int size() {
    return values.length;
  }

  /** The value of a step, {@code NaN} in a gap. */
  public double at(int step) {
    return values[step];
  }

  /** Whether the value of a step is known. */
  public boolean known(int step) {
    return !Double.isNaN(values[step]);
  }

  /** The known values, in order. */
  public DoubleStream known() {
    return Arrays.stream(values).filter(value -> !Double.isNaN(value));
  }

  /** The largest known value, {@code NaN} when none is known. */
  public double max() {
    return known().max().orElse(Double.NaN);
  }

  /** Each known value changed by a function. */
  public Readings map(DoubleUnaryOperator change) {
    return new Readings(Arrays.stream(values).map(change).toArray());
  }

  /** Step by step with another of the same size. */
  public Readings with(Readings other, DoubleBinaryOperator operator) {
    if (other.values.length != values.length) {
      throw new IllegalArgumentException("readings of unlike length");
    }
    var result = new double[values.length];
    Arrays.setAll(result, i -> operator.applyAsDouble(values[i], other.values[i]));
    return new Readings(result);
  }

  /** The part from one step to another, the latter exclusive. */
  public Readings slice(int from, int to) {
    return new Readings(Arrays.copyOfRange(values, from, to));
  }

  /** A copy of the values; {@code NaN} is a gap. */
  public double[] toArray() {
    return values.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Readings that && Arrays.equals(values, that.values);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(values);
  }

  @Override
  public String toString() {
    return Arrays.toString(values);
  }
}
