package ai.hal9.console.series;

import ai.hal9.api.telemetry.LatencyHistogram;
import java.util.stream.IntStream;

/** How many samples of one column were how slow, in rows that grow by equal factors. */
final class HeatColumn {

  /** Rows per factor of ten. */
  static final int ROWS_PER_DECADE = 10;

  /** The rows' upper ends in microseconds; the last holds the longest latency told apart. */
  private static final long[] UPPER =
      IntStream.rangeClosed(0, (int) Math.ceil(ROWS_PER_DECADE * Math.log10(highest())))
          .mapToLong(step -> Math.round(Math.pow(10, (double) step / ROWS_PER_DECADE)))
          .distinct()
          .toArray();

  /** One column's memory. */
  static final int BYTES = 16 + 16 + Long.BYTES * UPPER.length;

  private final long[] counts;

  private HeatColumn(long[] counts) {
    this.counts = counts;
  }

  static HeatColumn of(LatencyHistogram latency) {
    var counts = latency.countsAtMost(UPPER);
    for (var row = counts.length - 1; row > 0; row--) {
      counts[row] -= counts[row - 1];
    }
    return new HeatColumn(counts);
  }

  private static double highest() {
    return LatencyHistogram.HIGHEST_MICROS;
  }

  static int rows() {
    return UPPER.length;
  }

  static double upperSeconds(int row) {
    return UPPER[row] / 1e6;
  }

  long count(int row) {
    return counts[row];
  }
}
