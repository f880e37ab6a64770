package ai.hal9.engine.telemetry;

import ai.hal9.api.metric.Metric;
import ai.hal9.api.metric.MetricCatalogue;
import ai.hal9.api.metric.Series;
import ai.hal9.engine.telemetry.Intervals.Closed;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/** A closed interval in the terms of Prometheus' own library, which writes the formats. */
final class PrometheusSnapshots {

  private PrometheusSnapshots() {}

  static MetricSnapshots of(Closed closed) {
    var counters = byMetric(closed.snapshot().counters());
    var gauges = byMetric(closed.snapshot().gauges());
    var latencies = byMetric(closed.latencies());
    var all = MetricSnapshots.builder();
    for (var metric : MetricCatalogue.all()) {
      switch (metric.type()) {
        case COUNTER -> {
          var values = counters.getOrDefault(metric.name(), Map.of());
          if (!values.isEmpty()) {
            all.metricSnapshot(counter(metric, values));
          }
        }
        case GAUGE -> {
          var values = gauges.getOrDefault(metric.name(), Map.of());
          if (!values.isEmpty()) {
            all.metricSnapshot(gauge(metric, values));
          }
        }
        case HISTOGRAM -> {
          var values = latencies.getOrDefault(metric.name(), Map.of());
          if (!values.isEmpty()) {
            all.metricSnapshot(histogram(metric, values));
          }
        }
      }
    }
    return all.build();
  }

  private static <V> Map<String, Map<Series, V>> byMetric(Map<Series, V> values) {
    var grouped = new HashMap<String, Map<Series, V>>();
    values.forEach(
        (series, value) ->
            grouped.computeIfAbsent(series.metric(), name -> new TreeMap<>()).put(series, value));
    return grouped;
  }

  private static CounterSnapshot counter(Metric metric, Map<Series, Double> values) {
    // The library adds _total by itself, and takes no name that has it.
    var name = metric.name().replaceFirst("_total$", "");
    var builder = CounterSnapshot.builder().name(name).help(metric.description());
    values.forEach(
        (series, value) ->
            builder.dataPoint(
                CounterDataPointSnapshot.builder()
                    .labels(labels(metric, series))
                    .value(value)
                    .build()));
    return builder.build();
  }

  private static GaugeSnapshot gauge(Metric metric, Map<Series, Double> values) {
    var builder = GaugeSnapshot.builder().name(metric.name()).help(metric.description());
    values.forEach(
        (series, value) ->
            builder.dataPoint(
                GaugeDataPointSnapshot.builder()
                    .labels(labels(metric, series))
                    .value(value)
                    .build()));
    return builder.build();
  }

  private static HistogramSnapshot histogram(Metric metric, Map<Series, LatencyTotals> values) {
    var builder = HistogramSnapshot.builder().name(metric.name()).help(metric.description());
    values.forEach(
        (series, totals) ->
            builder.dataPoint(
                HistogramDataPointSnapshot.builder()
                    .labels(labels(metric, series))
                    .classicHistogramBuckets(
                        ClassicHistogramBuckets.of(LatencyTotals.boundsSeconds(), totals.buckets()))
                    .sum(totals.sumSeconds())
                    .build()));
    return builder.build();
  }

  private static Labels labels(Metric metric, Series series) {
    return Labels.of(metric.labels(), metric.labels().stream().map(series::label).toList());
  }
}
