package ai.hal9.console.series;

import ai.hal9.api.telemetry.LatencyHistogram;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one source said of a stretch of time; immutable. Series are numbered by the track's
 * dictionaries, which may know more of them by now than the cell holds.
 */
final class Cell {

  private static final double[] NONE = {};

  /** An object's or array's header. */
  private static final long HEADER = 16;

  private static final long FIELDS = 64;

  private final long start;
  private final long length;
  private final double elapsed;
  private final double[] growth;
  private final double[] missed;
  private final double[] mean;
  private final double[] min;
  private final double[] max;
  private final @Nullable LatencyHistogram[] latencies;

  private Cell(
      long start,
      long length,
      double elapsed,
      double[] growth,
      double[] missed,
      double[] mean,
      double[] min,
      double[] max,
      @Nullable LatencyHistogram[] latencies) {
    this.start = start;
    this.length = length;
    this.elapsed = elapsed;
    this.growth = growth;
    this.missed = missed;
    this.mean = mean;
    this.min = min;
    this.max = max;
    this.latencies = latencies;
  }

  /**
   * One interval.
   *
   * @param slot where it lies
   * @param growth of each counter
   * @param elapsed seconds in which it grew; 0 when it grew at an unknown moment of a gap before
   * @param gauges of each gauge, {@code NaN} where it was not told
   * @param latencies the samples of each histogram; null where there is none
   */
  static Cell of(
      Slot slot,
      double[] growth,
      double elapsed,
      double[] gauges,
      @Nullable LatencyHistogram[] latencies) {
    return new Cell(
        slot.start(),
        slot.length(),
        elapsed,
        elapsed > 0 ? growth : NONE,
        elapsed > 0 ? NONE : growth,
        gauges,
        gauges,
        gauges,
        latencies);
  }

  /** Milliseconds since the epoch, on this machine's clock. */
  long start() {
    return start;
  }

  /** In milliseconds. */
  long length() {
    return length;
  }

  long end() {
    return start + length;
  }

  /** Seconds in which the growth happened; 0 when that is not known. */
  double elapsed() {
    return elapsed;
  }

  /** How much some counters grew within this stretch, together. */
  double growth(int[] which) {
    return sum(growth, which);
  }

  /** How much they grew in the gap before it. */
  double missed(int[] which) {
    return sum(missed, which);
  }

  /** A gauge's mean over the stretch; {@code NaN} where it was not told. */
  double mean(int which) {
    return at(mean, which);
  }

  double min(int which) {
    return at(min, which);
  }

  double max(int which) {
    return at(max, which);
  }

  /** Adds the samples of some histograms. */
  void latencies(int[] which, List<LatencyHistogram> parts) {
    for (var i : which) {
      var part = i < latencies.length ? latencies[i] : null;
      if (part != null) {
        parts.add(part);
      }
    }
  }

  /** Bytes of memory it takes. */
  long bytes() {
    var bytes = HEADER + FIELDS + bytes(growth) + bytes(missed) + bytes(mean);
    bytes += HEADER + 4L * latencies.length;
    for (var latency : latencies) {
      bytes += latency == null ? 0 : latency.bytes();
    }
    return bytes;
  }

  private static long bytes(double[] values) {
    return values.length == 0 ? 0 : HEADER + 8L * values.length;
  }

  private static double sum(double[] values, int[] which) {
    var sum = 0.0;
    for (var i : which) {
      sum += i < values.length ? values[i] : 0;
    }
    return sum;
  }

  private static double at(double[] values, int which) {
    return which < values.length ? values[which] : Double.NaN;
  }
}
