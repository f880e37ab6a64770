package ai.hal9.engine.telemetry;

import ai.hal9.api.metric.Metric;
import ai.hal9.api.metric.MetricCatalogue;
import ai.hal9.api.metric.Series;
import ai.hal9.api.telemetry.LatencyHistogram;
import ai.hal9.engine.telemetry.Intervals.Closed;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/** A closed interval as a tree of plain maps and numbers. */
final class MetricsTree {

  private MetricsTree() {}

  static Map<String, Object> of(Closed closed) {
    var leaves = new TreeMap<Series, Object>();
    closed.snapshot().counters().forEach((series, value) -> leaves.put(series, number(value)));
    closed.snapshot().gauges().forEach((series, value) -> leaves.put(series, number(value)));
    closed.latencies().forEach((series, totals) -> leaves.put(series, distribution(totals)));
    var tree = new TreeMap<String, Object>();
    leaves.forEach(
        (series, leaf) ->
            MetricCatalogue.find(series.metric())
                .ifPresent(metric -> put(tree, metric, series, leaf)));
    tree.put("time", closed.snapshot().time().toString());
    return tree;
  }

  private static void put(Map<String, Object> tree, Metric metric, Series series, Object leaf) {
    var name = metric.name().replaceFirst("^hal9_", "").replaceFirst("_total$", "");
    var branch = tree;
    for (var label : metric.labels()) {
      branch = branch(branch, name);
      name = series.label(label);
    }
    branch.put(name, leaf);
  }

  @SuppressWarnings("unchecked") // below a labelled metric's name stand only branches made here
  private static Map<String, Object> branch(Map<String, Object> tree, String name) {
    return (Map<String, Object>) tree.computeIfAbsent(name, key -> new TreeMap<String, Object>());
  }

  /** Whole numbers without a fraction, as long as a double tells them apart. */
  private static Object number(double value) {
    return value == Math.rint(value) && Math.abs(value) < 1L << 53 ? (Object) (long) value : value;
  }

  private static Map<String, Object> distribution(LatencyTotals totals) {
    var latest = totals.latest();
    var figures = new LinkedHashMap<String, Object>();
    figures.put("window_ms", totals.window().toMillis());
    figures.put("n", latest.count());
    percentile(figures, "p50_ms", latest, 50);
    percentile(figures, "p95_ms", latest, 95);
    percentile(figures, "p99_ms", latest, 99);
    percentile(figures, "p999_ms", latest, 99.9);
    if (latest.count() > 0) {
      figures.put("max_ms", latest.maxMicros() / 1e3);
    }
    figures.put("overflow", latest.overflow());
    return figures;
  }

  private static void percentile(
      Map<String, Object> figures, String name, LatencyHistogram latest, double percentile) {
    if (latest.supports(percentile)) {
      figures.put(name, latest.millis(percentile));
    }
  }
}
