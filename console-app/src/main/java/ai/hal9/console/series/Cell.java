package ai.hal9.console.series;

import ai.hal9.api.telemetry.LatencyHistogram;
import ai.hal9.api.telemetry.LatencySum;
import ai.hal9.api.telemetry.PackedLatencies;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What one source said of a stretch of time; immutable. Series are numbered by the track's
 * dictionaries, which may know more of them by now than the cell holds.
 */
final class Cell {

  /** Its header and fields. */
  private static final long FIXED = 72;

  private final long start;
  private final long length;
  private final long grain;
  private final double elapsed;
  private final Figures growth;
  private final Figures missed;
  private final Figures mean;
  private final Figures min;
  private final Figures max;
  private final PackedLatencies latencies;
  private final boolean raw;

  private Cell(
      boolean raw,
      long start,
      long length,
      long grain,
      double elapsed,
      Figures growth,
      Figures missed,
      Figures mean,
      Figures min,
      Figures max,
      PackedLatencies latencies) {
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
    var grown = Figures.of(growth);
    var told = Figures.of(gauges);
    return new Cell(
        true,
        slot.start(),
        slot.length(),
        slot.grain(),
        elapsed,
        elapsed > 0 ? grown : Figures.NONE,
        elapsed > 0 ? Figures.NONE : grown,
        told,
        told,
        told,
        PackedLatencies.of(latencies));
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
    var gauges = cells.stream().mapToInt(cell -> cell.mean.size()).max().orElseThrow();
    var min = gauges(cells, gauges, Gauging.MIN);
    var max = gauges(cells, gauges, Gauging.MAX);
    return new Cell(
        false,
        first.start,
        last.end() - first.start,
        Math.max(resolution, cells.stream().mapToLong(Cell::grain).max().orElseThrow()),
        cells.stream().mapToDouble(Cell::elapsed).sum(),
        summed(cells, cell -> cell.growth),
        summed(cells, cell -> cell.missed),
        Figures.of(means(cells, min, max)),
        Figures.of(min),
        Figures.of(max),
        latencies(cells, room));
  }

  private static Figures summed(List<Cell> cells, Function<Cell, Figures> part) {
    var parts = cells.stream().map(part).toList();
    var sums = new double[parts.stream().mapToInt(Figures::size).max().orElse(0)];
    parts.forEach(figures -> figures.addTo(sums));
    return Figures.of(sums);
  }

  private static double[] gauges(List<Cell> cells, int count, Gauging gauging) {
    var values = new double[count];
    Arrays.setAll(values, which -> gauging.over(cells, which));
    return values;
  }

  /** To seven digits where the gauge moved, which takes half the room. */
  private static double[] means(List<Cell> cells, double[] min, double[] max) {
    var means = gauges(cells, min.length, Gauging.MEAN);
    for (var i = 0; i < means.length; i++) {
      means[i] = min[i] < max[i] ? Math.clamp((float) means[i], min[i], max[i]) : min[i];
    }
    return means;
  }

  private static PackedLatencies latencies(List<Cell> cells, LatencySum room) {
    var merged =
        new LatencyHistogram
            [cells.stream().mapToInt(cell -> cell.latencies.size()).max().orElse(0)];
    for (var which = 0; which < merged.length; which++) {
      for (var cell : cells) {
        cell.latencies.addTo(room, which);
      }
      merged[which] = room.take();
    }
    return PackedLatencies.of(merged);
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
    return growth.sum(which);
  }

  /** How much they grew in the gap before it. */
  double missed(int[] which) {
    return missed.sum(which);
  }

  /** A gauge's mean over the stretch; {@code NaN} where it was not told. */
  double mean(int which) {
    return mean.at(which, Double.NaN);
  }

  double min(int which) {
    return min.at(which, Double.NaN);
  }

  double max(int which) {
    return max.at(which, Double.NaN);
  }

  /**
   * Adds the samples of some histograms.
   *
   * @param which ascending
   */
  void addTo(LatencySum sum, int[] which) {
    latencies.addTo(sum, which);
  }

  /** Bytes of memory it takes. */
  long bytes() {
    var bytes = FIXED + growth.bytes() + missed.bytes() + mean.bytes() + latencies.bytes();
    return raw ? bytes : bytes + min.bytes() + max.bytes();
  }
}
