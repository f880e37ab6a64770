package ai.hal9.console.series;

import java.util.Arrays;
import java.util.Optional;

/** The percentiles that charts draw. */
public enum Percentile {
  P50("p50", 50),
  P90("p90", 90),
  P95("p95", 95),
  P99("p99", 99),
  P999("p99.9", 99.9);

  private final String label;
  private final double value;

  Percentile(String label, double value) {
    this.label = label;
    this.value = value;
  }

  /** The one of this value, where there is one. */
  static Optional<Percentile> of(double value) {
    return Arrays.stream(values()).filter(each -> each.value == value).findFirst();
  }

  /** As written on screen. */
  public String label() {
    return label;
  }

  /** Between 0 and 100. */
  public double value() {
    return value;
  }
}
