package ai.hal9.console.series;

import java.util.List;

/** How the values of one gauge on several nodes, or with several labels, become one. */
public enum Combine {
  SUM,
  MEAN,
  MIN,
  MAX;

  /** {@code NaN} of no values. */
  double of(List<Double> values) {
    var stream = values.stream().mapToDouble(Double::doubleValue);
    if (values.isEmpty()) {
      return Double.NaN;
    }
    return switch (this) {
      case SUM -> stream.sum();
      case MEAN -> stream.average().orElseThrow();
      case MIN -> stream.min().orElseThrow();
      case MAX -> stream.max().orElseThrow();
    };
  }
}
