package ai.hal9.console.series;

import ai.hal9.sim.telemetry.Readings;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** A gauge in one column; {@code NaN} in a gap. */
record GaugeColumn(double mean, double min, double max) {

  /** A column's object, header included. */
  static final int BYTES = 40;

  static List<@Nullable GaugeColumn> of(GaugeSeries series) {
    return IntStream.range(0, series.mean().size())
        .<@Nullable GaugeColumn>mapToObj(
            i -> new GaugeColumn(series.mean().at(i), series.min().at(i), series.max().at(i)))
        .toList();
  }

  static GaugeSeries series(Axis axis, List<@Nullable GaugeColumn> columns) {
    return new GaugeSeries(
        axis,
        readings(columns, GaugeColumn::mean),
        readings(columns, GaugeColumn::min),
        readings(columns, GaugeColumn::max));
  }

  private static Readings readings(
      List<@Nullable GaugeColumn> columns, ToDoubleFunction<GaugeColumn> part) {
    return Readings.of(
        columns.stream()
            .mapToDouble(column -> column == null ? Double.NaN : part.applyAsDouble(column))
            .toArray());
  }
}
