package ai.hal9.console.series;

import ai.hal9.api.telemetry.LatencyHistogram;

/** What is drawn of one distribution, without the distribution. */
record LatencyColumn(long samples, int p50, int p90, int p95, int p99, int p999, int maxMicros) {

  /** A column's object, header included. */
  static final int BYTES = 48;

  static LatencyColumn of(LatencyHistogram latency) {
    return new LatencyColumn(
        latency.count(),
        micros(latency, Percentile.P50),
        micros(latency, Percentile.P90),
        micros(latency, Percentile.P95),
        micros(latency, Percentile.P99),
        micros(latency, Percentile.P999),
        Math.toIntExact(latency.maxMicros()));
  }

  private static int micros(LatencyHistogram latency, Percentile percentile) {
    return Math.toIntExact(latency.micros(percentile.value()));
  }

  double seconds(Percentile percentile) {
    var micros =
        switch (percentile) {
          case P50 -> p50;
          case P90 -> p90;
          case P95 -> p95;
          case P99 -> p99;
          case P999 -> p999;
        };
    return micros / 1e6;
  }

  double maxSeconds() {
    return maxMicros / 1e6;
  }

  boolean supports(Percentile percentile) {
    return samples * (100 - percentile.value()) / 100 >= 10;
  }
}
