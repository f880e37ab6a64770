package ai.hal9.dashboards.expression;

import java.util.OptionalDouble;

/** What an expression gave. */
public sealed interface Value {

  /** Nothing was measured: a gap, and never zero. */
  record Unknown() implements Value {}

  /** A number in the panel's unit. */
  record Known(double value) implements Value {
    public Known {
      if (!Double.isFinite(value)) {
        throw new IllegalArgumentException("what is no number is unknown");
      }
    }
  }

  /**
   * A latency.
   *
   * @param seconds at the percentile
   * @param samples how many requests it was taken from; at least 1
   * @param supported whether that many samples can support this percentile
   */
  record Quantile(double seconds, long samples, boolean supported) implements Value {}

  /** The number, where there is one. */
  default OptionalDouble number() {
    return switch (this) {
      case Unknown() -> OptionalDouble.empty();
      case Known(var value) -> OptionalDouble.of(value);
      case Quantile(var seconds, _, _) -> OptionalDouble.of(seconds);
    };
  }

  /** A number, or a gap where it is none. */
  static Value of(double number) {
    return Double.isFinite(number) ? new Known(number) : new Unknown();
  }

  /** A gap. */
  static Value unknown() {
    return new Unknown();
  }
}
