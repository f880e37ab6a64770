package ai.hal9.dashboards.expression;

import ai.hal9.api.telemetry.LatencyHistogram;
import java.util.OptionalDouble;

/** What an expression gave. */
public sealed interface Value {

  /** Microseconds in a second. */
  double MICROS_PER_SECOND = 1e6;

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

  /** The latency at a percentile of a distribution; the longest of all is what it is. */
  static Value quantile(LatencyHistogram latency, double percentile) {
    return latency.count() == 0
        ? unknown()
        : new Quantile(
            latency.micros(percentile) / MICROS_PER_SECOND,
            latency.count(),
            percentile == 100 || latency.supports(percentile));
  }

  /** A gap. */
  static Value unknown() {
    return new Unknown();
  }
}
