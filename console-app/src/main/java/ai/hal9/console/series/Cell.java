package ai.hal9.console.series;

import ai.hal9.api.telemetry.LatencyHistogram;
import ai.hal9.api.telemetry.LatencySum;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
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
  private final long grain;
  private final double elapsed;
  private final double[] growth;
  private final double[] missed;
  private final double[] mean;
  private final double[] min;
  private final double[] max;
  private final @Nullable LatencyHistogram[] latencies;
  private final boolean raw;

  private Cell(
      boolean raw,
      long start,
      long length,
      long grain,
      double elapsed,
      double[] growth,
      double[] missed,
      double[] mean,
      double[] min,
      double[] max,
      @Nullable LatencyHistogram[] latencies) {
    this.raw = raw;
    this.start = start;
    this.length = length;
    this.grain = grain;
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
        true,
        slot.start(),
        slot.length(),
        slot.grain(),
        elapsed,
        elapsed > 0 ? growth : NONE,
        elapsed > 0 ? NONE : growth,
        gauges,
        gauges,
        gauges,
        latencies);
  }

  /**
   * Consecutive cells as one.
   *
   * @param resolution the nominal length of what they become, in milliseconds
   * @param room for adding up distributions
   */
  static Cell merged(List<Cell> cells, long resolution, LatencySum room) {
    if (cells.size() == 1 && cells.getFirst().grain >= resolution) {
      return cells.getFirst();
    }
    var first = cells.getFirst();
    var last = cells.getLast();
    var gauges = cells.stream().mapToInt(cell -> cell.mean.length).max().orElseThrow();
    return new Cell(
        false,
        first.start,
        last.end() - first.start,
        Math.max(resolution, cells.stream().mapToLong(Cell::grain).max().orElseThrow()),
        cells.stream().mapToDouble(Cell::elapsed).sum(),
        summed(cells, cell -> cell.growth),
        summed(cells, cell -> cell.missed),
        gauges(cells, gauges, Gauging.MEAN),
        gauges(cells, gauges, Gauging.MIN),
        gauges(cells, gauges, Gauging.MAX),
        latencies(cells, room));
  }

  private static double[] summed(List<Cell> cells, Function<Cell, double[]> part) {
    var sum = new double[cells.stream().mapToInt(cell -> part.apply(cell).length).max().orElse(0)];
    for (var cell : cells) {
      var values = part.apply(cell);
      for (var i = 0; i < values.length; i++) {
        sum[i] += values[i];
      }
    }
    return sum.length == 0 ? NONE : sum;
  }

  private static double[] gauges(List<Cell> cells, int count, Gauging gauging) {
    var values = new double[count];
    Arrays.setAll(values, which -> gauging.over(cells, which));
    return values;
  }

  private static @Nullable LatencyHistogram[] latencies(List<Cell> cells, LatencySum room) {
    var count = cells.stream().mapToInt(cell -> cell.latencies.length).max().orElse(0);
    var merged = new @Nullable LatencyHistogram[count];
    for (var i = 0; i < count; i++) {
      for (var cell : cells) {
        var part = i < cell.latencies.length ? cell.latencies[i] : null;
        if (part != null) {
          room.add(part);
        }
      }
      var sum = room.take();
      merged[i] = sum.count() == 0 ? null : sum;
    }
    return merged;
  }

  /** Milliseconds since the epoch, on this machine's clock. */
  long start() {
    return start;
  }

  /** In milliseconds. */
  long length() {
    return length;
  }

  /** Its nominal length in milliseconds: as narrow as columns can be. */
  long grain() {
    return grain;
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
  void addTo(LatencySum sum, int[] which) {
    for (var i : which) {
      var part = i < latencies.length ? latencies[i] : null;
      if (part != null) {
        sum.add(part);
      }
    }
  }

  /** Bytes of memory it takes. */
  long bytes() {
    var bytes = HEADER + FIELDS + bytes(growth) + bytes(missed) + bytes(mean);
    if (!raw) {
      bytes += bytes(min) + bytes(max);
    }
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
