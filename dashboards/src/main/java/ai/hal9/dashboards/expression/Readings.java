package ai.hal9.dashboards.expression;

import ai.hal9.api.metric.Metric;
import java.util.List;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.SortedSet;

/**
 * What a cluster's sources said about one stretch of time: a step of a chart, or a tile's window.
 * Whoever holds telemetry implements it.
 *
 * <p>Three rules hold for every answer. What was not measured is absent, never zero. Where a source
 * that was alive was not heard, sums over sources are absent, because without it they would show a
 * dip that never happened. A counter that went down, or whose source began anew, counts from zero.
 */
public interface Readings {

  /**
   * How much the matching counters grew, summed over sources. Zero where the metric was heard and
   * no series matches; absent where no source has the metric or its growth cannot be told.
   */
  OptionalDouble increase(Selection counters);

  /** The same growth per second of the time in which it happened. */
  OptionalDouble rate(Selection counters);

  /** The newest value of every matching gauge of every source; empty where there is none. */
  List<GaugeReading> gauges(Selection gauges);

  /**
   * The latency at a percentile of all samples of all sources, merged; unknown where there is none.
   *
   * @param percentile above 0; 100 is the longest
   */
  Value quantile(Selection histograms, double percentile);

  /** The values a label of this metric has. */
  SortedSet<String> values(Metric metric, String label);

  /** What each node alone said, by its name. */
  SortedMap<String, Readings> nodes();
}
