package ai.hal9.sim.report;

import ai.hal9.api.telemetry.LatencyHistogram;
import ai.hal9.sim.chart.Quantity;

/** The percentiles every part of a report shows, and how one reads that n cannot support. */
enum Percentiles {
  P50(50, "p50"),
  P90(90, "p90"),
  P95(95, "p95"),
  P99(99, "p99"),
  P999(99.9, "p99.9"),
  P9999(99.99, "p99.99");

  private final double percentile;
  private final String label;

  Percentiles(double percentile, String label) {
    this.percentile = percentile;
    this.label = label;
  }

  double percentile() {
    return percentile;
  }

  /** As headings say it. */
  String label() {
    return label;
  }

  /** The key in report.json. */
  String key() {
    return label.replace('.', '_') + "_us";
  }

  /** The value with its unit, or the sign for unknown where n does not support it. */
  String text(LatencyHistogram distribution) {
    return supportedBy(distribution)
        ? Quantity.LATENCY.text((double) distribution.micros(percentile))
        : Quantity.UNKNOWN;
  }

  boolean supportedBy(LatencyHistogram distribution) {
    return distribution.supports(percentile);
  }

  /** Why there is no value. */
  String wanting(LatencyHistogram distribution) {
    return "%s needs at least %s samples; there are %s"
        .formatted(
            label,
            Quantity.exact(Math.round(1_000 / (100 - percentile))),
            Quantity.exact(distribution.count()));
  }

  /** The largest sample with its unit, or the sign for unknown without a sample. */
  static String max(LatencyHistogram distribution) {
    return distribution.count() == 0
        ? Quantity.UNKNOWN
        : Quantity.LATENCY.text((double) distribution.maxMicros());
  }
}
