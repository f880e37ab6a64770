package ai.hal9.dashboards.prometheus;

import static ai.hal9.api.metric.MetricCatalogue.CACHE_HITS;
import static ai.hal9.api.metric.MetricCatalogue.CACHE_REQUESTS;
import static ai.hal9.api.metric.MetricCatalogue.DB_ACTIVE;
import static ai.hal9.api.metric.MetricCatalogue.DB_MAX;
import static ai.hal9.api.metric.MetricCatalogue.HTTP_REQUESTS;
import static ai.hal9.api.metric.MetricCatalogue.PROCESSING_TIME;
import static ai.hal9.api.metric.MetricCatalogue.SIGNALS_FAILED;
import static ai.hal9.api.metric.MetricCatalogue.SIGNALS_PROCESSED;
import static org.assertj.core.api.Assertions.assertThat;

import ai.hal9.api.metric.Metric;
import ai.hal9.dashboards.expression.Across;
import ai.hal9.dashboards.expression.Expression.Gauge;
import ai.hal9.dashboards.expression.Expression.GaugeRatio;
import ai.hal9.dashboards.expression.Expression.Percentile;
import ai.hal9.dashboards.expression.Expression.Rate;
import ai.hal9.dashboards.expression.Expression.RateRatio;
import ai.hal9.dashboards.expression.Selection;
import ai.hal9.dashboards.expression.Split;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PromQlTest {

  private static final PromQl PLAIN = PromQl.over("", "5m", List.of());
  private static final PromQl CLUSTER = PromQl.over("", "5m", List.of("cluster"));
  private static final PromQl NODE = PromQl.over("node=~\"$node\"", "$__rate_interval", List.of());

  @Test
  void percentile_addsBucketsOfAllNodesFirst() {
    var p999 = new Percentile(99.9, Selection.of(PROCESSING_TIME));

    assertThat(PLAIN.of(p999))
        .isEqualTo(
            "histogram_quantile(0.999, sum by (le) (rate(hal9_processing_time_bucket[5m])))");
    assertThat(CLUSTER.of(p999))
        .isEqualTo(
            "histogram_quantile(0.999, sum by (le, cluster)"
                + " (rate(hal9_processing_time_bucket[5m])))");
  }

  @Test
  void rate_ofLabels_isNarrowedByWordAndByPattern() {
    var failed =
        new Rate(List.of(new Selection(HTTP_REQUESTS, Map.of("status", "5..", "method", "POST"))));

    assertThat(NODE.of(failed))
        .isEqualTo(
            "sum (rate(http_requests_total{method=\"POST\",status=~\"5..\",node=~\"$node\"}"
                + "[$__rate_interval]))");
  }

  @Test
  void ratio_ofOneToSeveral_bracketsTheSum() {
    var errors = new RateRatio(rate(SIGNALS_FAILED), rate(SIGNALS_PROCESSED, SIGNALS_FAILED));

    assertThat(PLAIN.of(errors))
        .isEqualTo(
            "sum (rate(hal9_signals_failed_total[5m])) / (sum"
                + " (rate(hal9_signals_processed_total[5m])) + sum"
                + " (rate(hal9_signals_failed_total[5m])))");
  }

  @Test
  void ratio_ofWhatIsLeft_bracketsTheDifference() {
    var missed = new Rate(List.of(Selection.of(CACHE_REQUESTS)), List.of(Selection.of(CACHE_HITS)));

    assertThat(PLAIN.of(new RateRatio(missed, rate(CACHE_REQUESTS))))
        .isEqualTo(
            "(sum (rate(hal9_cache_requests_total[5m])) - sum"
                + " (rate(hal9_cache_hits_total[5m]))) / sum"
                + " (rate(hal9_cache_requests_total[5m]))");
  }

  @Test
  void ratio_splitByALabelTheWholeLacks_isManyToOne() {
    var hits = new RateRatio(rate(CACHE_HITS), rate(CACHE_REQUESTS));

    assertThat(CLUSTER.of(hits, new Split.ByLabel("level")))
        .isEqualTo(
            "sum by (cluster, level) (rate(hal9_cache_hits_total[5m])) / on (cluster) group_left ()"
                + " sum by (cluster) (rate(hal9_cache_requests_total[5m]))");
    assertThat(PLAIN.of(hits, new Split.ByNode()))
        .isEqualTo(
            "sum by (node) (rate(hal9_cache_hits_total[5m])) / sum by (node)"
                + " (rate(hal9_cache_requests_total[5m]))");
  }

  @Test
  void gauge_isAggregatedAsItSays() {
    var active = Selection.of(DB_ACTIVE);
    var max = Selection.of(DB_MAX);

    assertThat(PLAIN.of(new Gauge(active, Across.MEAN)))
        .isEqualTo("avg (hal9_db_connections_active)");
    assertThat(PLAIN.of(new GaugeRatio(active, max, Across.SUM)))
        .isEqualTo("sum (hal9_db_connections_active) / sum (hal9_db_connections_max)");
    assertThat(CLUSTER.of(new GaugeRatio(active, max, Across.MAX)))
        .isEqualTo(
            "max by (cluster) (sum by (cluster, node) (hal9_db_connections_active) / sum by"
                + " (cluster, node) (hal9_db_connections_max))");
  }

  private static Rate rate(Metric... metrics) {
    return new Rate(Arrays.stream(metrics).map(Selection::of).toList());
  }
}
