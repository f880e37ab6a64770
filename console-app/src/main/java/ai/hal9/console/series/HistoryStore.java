package ai.hal9.console.series;

import ai.hal9.api.metric.Metric;
import ai.hal9.api.telemetry.LatencyHistogram;
import ai.hal9.api.telemetry.TelemetryEvent;
import ai.hal9.dashboards.expression.Across;
import ai.hal9.dashboards.expression.Expression;
import ai.hal9.dashboards.expression.GaugeReading;
import ai.hal9.dashboards.expression.Selection;
import ai.hal9.sim.telemetry.LatencyReadings;
import ai.hal9.sim.telemetry.Readings;
import ai.hal9.sim.telemetry.TelemetryListener;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;

/**
 * Everything heard from a cluster, in bounded memory. Any thread may add, any may ask; asking does
 * not hold up adding. Recent intervals are kept as they came; older ones are merged into coarser
 * ones, distributions exactly.
 *
 * <p>All times are this machine's: the offset of another machine's clock is estimated and taken
 * off.
 *
 * <p>A column in which a source that lives was not heard is a gap, since a sum without it would be
 * a dip that never happened. A source that has died is missed by nobody. The newest columns reach
 * only as far as every living source has been heard.
 */
public interface HistoryStore extends TelemetryListener {

  /** An empty history that may take nearly half of the heap. */
  static HistoryStore empty(Clock clock) {
    return empty(clock, Runtime.getRuntime().maxMemory() / 100 * 45);
  }

  /**
   * An empty history.
   *
   * @param most bytes that what was heard may take; beyond them the oldest is let go, of all
   *     sources alike
   */
  static HistoryStore empty(Clock clock, long most) {
    return new MemoryHistory(clock, most);
  }

  /** Keeps an event the console saw or caused itself, a load's stage for instance. */
  @Override
  void noticed(TelemetryEvent event);

  /** From the first interval heard to the end of the newest; empty when nothing was heard. */
  Optional<Window> span();

  /** Who has been heard, by name: nodes first. */
  List<HeardSource> sources();

  /**
   * Columns over a window: as narrow as the number allowed and what is kept of that time permit.
   *
   * @param columns the largest number of columns wanted, at least 1
   */
  Axis axis(Window window, int columns);

  /**
   * One column of this length that ends where every living source has been heard. Before anything
   * was heard it ends now.
   */
  Axis latest(Duration length);

  /**
   * What a tile shows: the {@link #latest} column, or, where that ended longer ago than it is long,
   * one that ends now and in which nothing is known.
   */
  Axis current(Duration length);

  /**
   * One column of this length that ends at a moment, or where every living source has been heard
   * where that is earlier; longer where what is kept of that time is coarser.
   */
  Axis until(Instant moment, Duration length);

  /** Percentiles of a histogram metric. */
  LatencySeries latency(Axis axis, Scope scope, Selection selection);

  /** The merged distribution of a histogram metric, column by column. */
  LatencyReadings distributions(Axis axis, Scope scope, Selection selection);

  /** All samples of a histogram metric in a window: none where nothing was heard. */
  LatencyHistogram distribution(Window window, Scope scope, Selection selection);

  /** How many samples of a histogram metric were how slow, column by column. */
  Heatmap heatmap(Axis axis, Scope scope, Selection selection);

  /** How much counters grow per second, in the metric's unit; a reset reads as a new beginning. */
  Readings rate(Axis axis, Scope scope, Selection selection);

  /**
   * How much counters grew. Zero where their metric was heard and none of its series is meant; a
   * gap where no source has the metric or the growth cannot be told.
   */
  Readings growth(Axis axis, Scope scope, Selection selection);

  /** Growth of some counters per growth of others; a gap where the latter rest. */
  Readings ratio(Axis axis, Scope scope, Selection part, Selection whole);

  /** How much counters grew in a window, gaps in it included. */
  double increase(Window window, Scope scope, Selection selection);

  /** A gauge. */
  GaugeSeries gauge(Axis axis, Scope scope, Selection selection, Across across);

  /** One value of every gauge meant, of every source, column by column; none in a gap. */
  List<List<GaugeReading>> gauges(Axis axis, Scope scope, Selection selection, Gauging gauging);

  /** What an expression comes to, column by column. */
  List<ColumnValue> values(Axis axis, Scope scope, Expression expression);

  /** The values a label of a metric has been heard with. */
  SortedSet<String> labelValues(Metric metric, String label);

  /** What happened in a window, in order, each once though several nodes told it. */
  List<HistoryEvent> events(Window window);

  /** Bytes of memory this takes, counted from its arrays and objects. */
  long bytes();
}
