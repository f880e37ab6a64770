package ai.hal9.console.series;

import ai.hal9.api.telemetry.LatencyHistogram;
import ai.hal9.sim.telemetry.LatencyReadings;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * How many samples were how slow, over time. Rows grow by equal factors; every sample is in exactly
 * one cell.
 */
public final class Heatmap {

  /** Rows per factor of ten. */
  private static final int ROWS_PER_DECADE = 10;

  private final Axis axis;
  private final long[] upper;
  private final double[][] counts;

  private Heatmap(Axis axis, long[] upper, double[][] counts) {
    this.axis = axis;
    this.upper = upper;
    this.counts = counts;
  }

  static Heatmap of(Axis axis, LatencyReadings columns) {
    var heard =
        IntStream.range(0, columns.size())
            .mapToObj(columns::at)
            .flatMap(column -> column.stream())
            .filter(column -> column.count() > 0)
            .toList();
    var upper =
        heard.isEmpty()
            ? new long[0]
            : bounds(
                heard.stream().mapToLong(column -> column.micros(0)).min().orElseThrow(),
                heard.stream().mapToLong(LatencyHistogram::maxMicros).max().orElseThrow());
    var counts =
        IntStream.range(0, columns.size())
            .mapToObj(column -> columns.at(column).map(found -> row(found, upper)))
            .map(row -> row.orElseGet(() -> gap(upper.length)))
            .toArray(double[][]::new);
    return new Heatmap(axis, upper, counts);
  }

  /** The upper ends of the rows that reach from the lowest to the highest latency. */
  private static long[] bounds(long lowest, long highest) {
    var first = stepAbove(lowest);
    return IntStream.rangeClosed(first, Math.max(first, stepAbove(highest)))
        .mapToLong(Heatmap::bound)
        .distinct()
        .toArray();
  }

  private static int stepAbove(long micros) {
    var step = 0;
    while (bound(step) < micros) {
      step++;
    }
    return step;
  }

  private static long bound(int step) {
    return Math.round(Math.pow(10, (double) step / ROWS_PER_DECADE));
  }

  private static double[] row(LatencyHistogram latency, long[] upper) {
    var row = new double[upper.length];
    var below = 0L;
    for (var i = 0; i < upper.length; i++) {
      var atMost = i == upper.length - 1 ? latency.count() : latency.countAtMost(upper[i]);
      row[i] = atMost - below;
      below = atMost;
    }
    return row;
  }

  private static double[] gap(int rows) {
    var row = new double[rows];
    Arrays.fill(row, Double.NaN);
    return row;
  }

  public Axis axis() {
    return axis;
  }

  /** Number of rows; 0 when no sample was heard. */
  public int rows() {
    return upper.length;
  }

  /** The upper end of a row in seconds; its lower end is the row's below. */
  public double upperSeconds(int row) {
    return upper[row] / 1e6;
  }

  /** Number of samples in a cell; {@code NaN} in a gap. */
  public double count(int column, int row) {
    return counts[column][row];
  }
}
