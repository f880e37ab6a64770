package ai.hal9.console.series;

import ai.hal9.api.telemetry.LatencyHistogram;

/** What is drawn of one distribution, without the distribution. */
record LatencyColumn(
    long samples, int p50, int p90, int p95, int p99, int p999, int maxMicros, double meanMicros) {

  /** A column's object, header included. */
  static final int BYTES = 56;

  static LatencyColumn of(LatencyHistogram latency) {
    var micros = latency.microsAt(50, 90, 95, 99, 99.9);
    return new LatencyColumn(
        latency.count(),
        (int) micros[0],
        (int) micros[1],
        (int) micros[2],
        (int) micros[3],
        (int) micros[4],
        (int) latency.maxMicros(),
        latency.meanMicros());
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
    return LatencyHistogram.supports(samples, percentile.value());
  }
}
