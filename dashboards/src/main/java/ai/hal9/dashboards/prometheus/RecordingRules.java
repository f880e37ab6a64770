package ai.hal9.dashboards.prometheus;

import ai.hal9.api.metric.Metric;
import ai.hal9.api.metric.MetricCatalogue;
import ai.hal9.dashboards.expression.Across;
import ai.hal9.dashboards.expression.Expression;
import ai.hal9.dashboards.expression.Expression.Gauge;
import ai.hal9.dashboards.expression.Expression.GaugeRatio;
import ai.hal9.dashboards.expression.Expression.Percentile;
import ai.hal9.dashboards.expression.Expression.Rate;
import ai.hal9.dashboards.expression.Expression.RateRatio;
import ai.hal9.dashboards.expression.Selection;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** What Prometheus keeps for a cluster: the key metrics and queries the seed documents list. */
public final class RecordingRules {

  private static final List<Recording> ALL =
      List.of(
          new Recording(
              "cluster:hal9_processing_time:p50_5m",
              percentile(50, MetricCatalogue.PROCESSING_TIME)),
          new Recording(
              "cluster:hal9_processing_time:p95_5m",
              percentile(95, MetricCatalogue.PROCESSING_TIME)),
          new Recording(
              "cluster:hal9_processing_time:p99_5m",
              percentile(99, MetricCatalogue.PROCESSING_TIME)),
          new Recording(
              "cluster:http_request_duration_seconds:p99_5m",
              percentile(99, MetricCatalogue.HTTP_DURATION)),
          new Recording("cluster:http_requests:rate5m", rate(MetricCatalogue.HTTP_REQUESTS)),
          new Recording(
              "cluster:http_requests_5xx:rate5m",
              new Rate(
                  List.of(new Selection(MetricCatalogue.HTTP_REQUESTS, Map.of("status", "5.."))))),
          new Recording(
              "cluster:hal9_signals_processed:rate5m", rate(MetricCatalogue.SIGNALS_PROCESSED)),
          new Recording(
              "cluster:hal9_signals_failed:ratio_rate5m",
              new RateRatio(
                  rate(MetricCatalogue.SIGNALS_FAILED),
                  rate(MetricCatalogue.SIGNALS_PROCESSED, MetricCatalogue.SIGNALS_FAILED))),
          new Recording(
              "cluster:hal9_cache_hits:ratio_rate5m",
              new RateRatio(
                  rate(MetricCatalogue.CACHE_HITS), rate(MetricCatalogue.CACHE_REQUESTS))),
          new Recording(
              "cluster:hal9_batch_size:ratio_rate5m",
              new RateRatio(rate(MetricCatalogue.SIGNALS_STORED), rate(MetricCatalogue.BATCHES))),
          new Recording(
              "cluster:hal9_parallel_tasks:ratio",
              new GaugeRatio(
                  Selection.of(MetricCatalogue.PARALLEL_ACTIVE),
                  Selection.of(MetricCatalogue.PARALLEL_MAX),
                  Across.SUM)),
          new Recording(
              "cluster:hal9_db_connections:ratio_max",
              new GaugeRatio(
                  Selection.of(MetricCatalogue.DB_ACTIVE),
                  Selection.of(MetricCatalogue.DB_MAX),
                  Across.MAX)),
          new Recording(
              "cluster:process_resident_memory_bytes:sum",
              new Gauge(Selection.of(MetricCatalogue.RESIDENT_MEMORY), Across.SUM)));

  private RecordingRules() {}

  /** All of them. */
  public static List<Recording> all() {
    return ALL;
  }

  private static Expression percentile(double percentile, Metric metric) {
    return new Percentile(percentile, Selection.of(metric));
  }

  private static Rate rate(Metric... metrics) {
    return new Rate(Arrays.stream(metrics).map(Selection::of).toList());
  }
}
