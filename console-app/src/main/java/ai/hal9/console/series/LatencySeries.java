package ai.hal9.console.series;

import ai.hal9.sim.telemetry.Readings;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** Latency column by column, from exactly merged distributions. */
public final class LatencySeries {

  private final Axis axis;
  private final List<@Nullable LatencyColumn> columns;

  LatencySeries(Axis axis, List<@Nullable LatencyColumn> columns) {
    this.axis = axis;
    this.columns = columns;
  }

  public Axis axis() {
    return axis;
  }

  /** Seconds at a percentile; a gap where no sample was heard. */
  public Readings seconds(Percentile percentile) {
    return values(column -> column.seconds(percentile));
  }

  /** The largest latency of each column in seconds; a gap where no sample was heard. */
  public Readings maxSeconds() {
    return values(LatencyColumn::maxSeconds);
  }

  /** All latencies of each column added up, in seconds; 0 where there was none, a gap as ever. */
  public Readings totalSeconds() {
    return Readings.of(
        columns.stream()
            .mapToDouble(
                column ->
                    column == null ? Double.NaN : column.samples() * column.meanMicros() / 1e6)
            .toArray());
  }

  /** Number of samples; 0 where sources were heard and had none, a gap where none was heard. */
  public Readings samples() {
    return Readings.of(
        columns.stream()
            .mapToDouble(column -> column == null ? Double.NaN : column.samples())
            .toArray());
  }

  /**
   * Whether a column has samples enough for a percentile: at least ten beyond it. Where it has not,
   * the figure is one or two requests' luck and is to be shown as such.
   */
  public boolean supported(int column, Percentile percentile) {
    var found = columns.get(column);
    return found != null && found.supports(percentile);
  }

  private Readings values(ToDoubleFunction<LatencyColumn> value) {
    return Readings.of(
        columns.stream()
            .mapToDouble(
                column ->
                    column == null || column.samples() == 0
                        ? Double.NaN
                        : value.applyAsDouble(column))
            .toArray());
  }
}
