package ai.hal9.console.series;

import ai.hal9.api.telemetry.LatencyHistogram;
import ai.hal9.api.telemetry.LatencySum;
import ai.hal9.dashboards.expression.Across;
import ai.hal9.dashboards.expression.GaugeReading;
import ai.hal9.sim.telemetry.Readings;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** What all sources together have to say to a question, column by column. */
final class Question {

  /** Intervals a source may be behind the others and still be waited for. */
  private static final int PATIENCE = 3;

  private static final long LEAST_PATIENCE = 2_000;

  private final Axis axis;
  private final List<Slice> slices;
  private final long edge;

  /** Sources that never told of the metric have no part in it. */
  Question(Axis axis, List<Slice> slices) {
    this.axis = axis;
    this.slices = slices.stream().filter(Slice::told).toList();
    this.edge = edge(this.slices.stream().map(Slice::newest).toList());
  }

  /** How far every source has been heard that still is; 0 when there is none. */
  static long edge(List<Cell> newest) {
    var last = newest.stream().mapToLong(Cell::end).max().orElse(0);
    return newest.stream()
        .filter(cell -> last - cell.end() <= Math.max(PATIENCE * cell.grain(), LEAST_PATIENCE))
        .mapToLong(Cell::end)
        .min()
        .orElse(last);
  }

  /** Growth per second, summed over sources. */
  Readings rate() {
    return sum(
        (slice, cells) -> {
          var elapsed = elapsed(cells);
          return elapsed == 0 ? Double.NaN : growth(slice, cells) / elapsed;
        });
  }

  /** Growth whose moment is known, summed over sources. */
  Readings growth() {
    return sum((slice, cells) -> elapsed(cells) == 0 ? Double.NaN : growth(slice, cells));
  }

  /** All growth of all columns, that in gaps included. */
  double increase() {
    var sum = 0.0;
    for (var slice : slices) {
      for (var cell : slice.cells()) {
        sum += cell.growth(slice.which()) + cell.missed(slice.which());
      }
    }
    return sum;
  }

  /**
   * What is made of the merged distribution of each column; null in a gap. The processors share the
   * columns, since a long stretch keeps one of them busy for too long.
   *
   * @param made called on several threads
   */
  <T> List<@Nullable T> latencies(Function<LatencyHistogram, T> made) {
    var sums = new ConcurrentLinkedQueue<LatencySum>();
    return IntStream.range(0, axis.count())
        .parallel()
        .<@Nullable T>mapToObj(
            column -> {
              if (gap(column)) {
                return null;
              }
              var sum = Objects.requireNonNullElseGet(sums.poll(), LatencySum::new);
              var merged = merged(column, sum);
              sums.add(sum);
              return merged == null ? null : made.apply(merged);
            })
        .toList();
  }

  private @Nullable LatencyHistogram merged(int column, LatencySum room) {
    var heard = false;
    for (var slice : slices) {
      for (var cell : slice.cells(column, edge)) {
        heard = true;
        cell.addTo(room, slice.which());
      }
    }
    return heard ? room.take() : null;
  }

  /** All samples of all columns. */
  LatencyHistogram samples() {
    var sum = new LatencySum();
    for (var slice : slices) {
      for (var cell : slice.cells()) {
        cell.addTo(sum, slice.which());
      }
    }
    return sum.take();
  }

  /** A gauge's mean, lowest and highest. */
  GaugeSeries gauge(Across across) {
    return new GaugeSeries(
        axis,
        combined(Gauging.MEAN, across),
        combined(Gauging.MIN, across),
        combined(Gauging.MAX, across));
  }

  /** One value of every gauge of every source, column by column; none in a gap. */
  List<List<GaugeReading>> gauges(Gauging gauging) {
    return IntStream.range(0, axis.count())
        .mapToObj(column -> gap(column) ? List.<GaugeReading>of() : gauges(column, gauging))
        .toList();
  }

  private List<GaugeReading> gauges(int column, Gauging gauging) {
    var values = new ArrayList<GaugeReading>();
    for (var slice : slices) {
      var cells = slice.cells(column, edge);
      for (var i = 0; i < slice.which().length && !cells.isEmpty(); i++) {
        var value = gauging.over(cells, slice.which()[i]);
        if (!Double.isNaN(value)) {
          values.add(new GaugeReading(slice.source(), slice.series().get(i), value));
        }
      }
    }
    return values;
  }

  private Readings combined(Gauging gauging, Across across) {
    return readings(
        column -> {
          var values = new ArrayList<Double>();
          for (var slice : slices) {
            var cells = slice.cells(column, edge);
            for (var i : slice.which()) {
              var value = gauging.over(cells, i);
              if (!Double.isNaN(value)) {
                values.add(value);
              }
            }
          }
          return across.merge(values);
        });
  }

  private Readings sum(SliceValue value) {
    return readings(
        column -> {
          var sum = Double.NaN;
          for (var slice : slices) {
            var cells = slice.cells(column, edge);
            if (!cells.isEmpty()) {
              sum = (Double.isNaN(sum) ? 0 : sum) + value.of(slice, cells);
              if (Double.isNaN(sum)) {
                return sum;
              }
            }
          }
          return sum;
        });
  }

  private Readings readings(IntToDoubleFunction value) {
    return Readings.of(
        IntStream.range(0, axis.count())
            .mapToDouble(column -> gap(column) ? Double.NaN : value.applyAsDouble(column))
            .toArray());
  }

  private boolean gap(int column) {
    for (var slice : slices) {
      if (slice.missing(column)) {
        return true;
      }
    }
    return false;
  }

  private static double elapsed(List<Cell> cells) {
    var sum = 0.0;
    for (var cell : cells) {
      sum += cell.elapsed();
    }
    return sum;
  }

  private static double growth(Slice slice, List<Cell> cells) {
    var sum = 0.0;
    for (var cell : cells) {
      sum += cell.growth(slice.which());
    }
    return sum;
  }

  @FunctionalInterface
  private interface SliceValue {
    double of(Slice slice, List<Cell> cells);
  }
}
