package ai.hal9.dashboards.expression;

import static ai.hal9.api.metric.MetricCatalogue.BREAKER_STATE;
import static ai.hal9.api.metric.MetricCatalogue.CACHE_HITS;
import static ai.hal9.api.metric.MetricCatalogue.CACHE_REQUESTS;
import static ai.hal9.api.metric.MetricCatalogue.DB_ACTIVE;
import static ai.hal9.api.metric.MetricCatalogue.DB_MAX;
import static ai.hal9.api.metric.MetricCatalogue.HTTP_REQUESTS;
import static ai.hal9.api.metric.MetricCatalogue.PROCESSING_TIME;
import static ai.hal9.api.metric.MetricCatalogue.SIGNALS_PROCESSED;
import static ai.hal9.api.metric.MetricCatalogue.STAGE_TIME;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import ai.hal9.api.metric.Metric;
import ai.hal9.api.telemetry.LatencyHistogram;
import ai.hal9.dashboards.expression.Expression.Gauge;
import ai.hal9.dashboards.expression.Expression.GaugeRatio;
import ai.hal9.dashboards.expression.Expression.Percentile;
import ai.hal9.dashboards.expression.Expression.Rate;
import ai.hal9.dashboards.expression.Expression.RateRatio;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class EvaluationTest {

  private static final Value UNKNOWN = Value.unknown();

  private final NodeWords one = NodeWords.of("node-1");
  private final NodeWords two = NodeWords.of("node-2");

  @Test
  void percentile_ofSkewedNodes_isThatOfAllSamplesPooled() {
    var fast = LongStream.rangeClosed(1, 9_000).map(i -> 1_000).toArray();
    var slow = LongStream.rangeClosed(1, 1_000).map(i -> 500_000 + i).toArray();
    one.latency(PROCESSING_TIME.series(), fast);
    two.latency(PROCESSING_TIME.series(), slow);
    var readings = SnapshotReadings.of(List.of(), List.of(one.says(), two.says()));

    var pooled =
        LatencyHistogram.ofMicros(
            LongStream.concat(LongStream.of(fast), LongStream.of(slow)).toArray());
    assertThat(Evaluation.of(percentile(95), readings))
        .isEqualTo(new Value.Quantile(pooled.micros(95) / 1e6, 10_000, true));
    // what an average of the nodes' own p50 would give is 250 ms
    assertThat(Evaluation.of(percentile(50), readings))
        .isEqualTo(new Value.Quantile(0.001, 10_000, true));
  }

  @Test
  void percentile_thatItsSamplesCannotSupport_saysSo() {
    one.latency(PROCESSING_TIME.series(), LongStream.range(0, 200).map(i -> 5_000).toArray());
    var readings = SnapshotReadings.of(List.of(), List.of(one.says()));

    assertThat(Evaluation.of(percentile(99.9), readings))
        .isInstanceOfSatisfying(
            Value.Quantile.class,
            value -> {
              assertThat(value.samples()).isEqualTo(200);
              assertThat(value.supported()).isFalse();
            });
  }

  @Test
  void percentile_withoutSamples_isUnknown() {
    assertThat(Evaluation.of(percentile(50), SnapshotReadings.of(List.of(), List.of(one.says()))))
        .isEqualTo(UNKNOWN);
    assertThat(Evaluation.of(percentile(50), SnapshotReadings.of(List.of(), List.of())))
        .isEqualTo(UNKNOWN);
  }

  @Test
  void rate_ofTwoNodes_isTheSumOfTheirGrowthPerSecond() {
    var before =
        List.of(
            one.counter(SIGNALS_PROCESSED.series(), 1_000).says(),
            two.counter(SIGNALS_PROCESSED.series(), 500).says());
    var within =
        List.of(
            one.counter(SIGNALS_PROCESSED.series(), 1_100).says(),
            one.counter(SIGNALS_PROCESSED.series(), 1_300).says(),
            two.counter(SIGNALS_PROCESSED.series(), 510).says(),
            two.counter(SIGNALS_PROCESSED.series(), 520).says());

    assertThat(Evaluation.of(rate(SIGNALS_PROCESSED), SnapshotReadings.of(before, within)))
        .isEqualTo(new Value.Known(150 + 10));
  }

  @Test
  void rate_overARestart_countsFromZeroAndIsNeverNegative() {
    var before = List.of(one.counter(SIGNALS_PROCESSED.series(), 1_000_000).says());
    var reset = one.restarted().counter(SIGNALS_PROCESSED.series(), 40).says();
    var next = one.counter(SIGNALS_PROCESSED.series(), 100).says();

    assertThat(
            Evaluation.of(
                rate(SIGNALS_PROCESSED), SnapshotReadings.of(before, List.of(reset, next))))
        .isEqualTo(new Value.Known(50));
  }

  @Test
  void rate_overAGap_isTheGrowthOverAllOfItsTime() {
    var before = List.of(one.counter(SIGNALS_PROCESSED.series(), 0).says());
    one.says();
    one.says();
    var after = one.counter(SIGNALS_PROCESSED.series(), 300).says();

    assertThat(Evaluation.of(rate(SIGNALS_PROCESSED), SnapshotReadings.of(before, List.of(after))))
        .isEqualTo(new Value.Known(100));
  }

  @Test
  void rate_fromTheFirstWordOfAnOldNode_isUnknown() {
    var first = one.counter(SIGNALS_PROCESSED.series(), 1_000_000).says();

    assertThat(
            Evaluation.of(rate(SIGNALS_PROCESSED), SnapshotReadings.of(List.of(), List.of(first))))
        .isEqualTo(UNKNOWN);
  }

  @Test
  void rate_ofAMetricNobodyHas_isUnknownAndOfAStatusNobodyGaveIsZero() {
    var before = List.of(one.counter(HTTP_REQUESTS.series("GET", "/health", "200"), 1).says());
    var now = one.counter(HTTP_REQUESTS.series("GET", "/health", "200"), 11).says();
    var readings = SnapshotReadings.of(before, List.of(now));
    var failed = new Rate(List.of(new Selection(HTTP_REQUESTS, Map.of("status", "5.."))));

    assertThat(Evaluation.of(rate(SIGNALS_PROCESSED), readings)).isEqualTo(UNKNOWN);
    assertThat(Evaluation.of(failed, readings)).isEqualTo(new Value.Known(0));
    assertThat(Evaluation.of(new RateRatio(failed, rate(HTTP_REQUESTS)), readings))
        .isEqualTo(new Value.Known(0));
  }

  @Test
  void ratio_ofNodesOfUnlikeLoad_weighsByRequestsNotByNode() {
    var before = List.of(cache(one, 0, 0).says(), cache(two, 0, 0).says());
    var within = List.of(cache(one, 900, 1_000).says(), cache(two, 0, 10).says());
    var readings = SnapshotReadings.of(before, within);

    assertThat(Evaluation.of(hitRate(), readings)).isEqualTo(new Value.Known(900.0 / 1_010));
    assertThat(Evaluation.split(hitRate(), new Split.ByNode(), readings))
        .containsExactly(
            Map.entry("node-1", new Value.Known(0.9)), Map.entry("node-2", new Value.Known(0)));
  }

  @Test
  void rate_lessAnother_isWhatIsLeft_andNeverBelowNothing() {
    var before = List.of(cache(one, 0, 0).says());
    var within = List.of(cache(one, 900, 1_000).says());
    var readings = SnapshotReadings.of(before, within);
    var hits = List.of(Selection.of(CACHE_HITS));
    var requests = List.of(Selection.of(CACHE_REQUESTS));

    assertThat(Evaluation.of(new Rate(requests, hits), readings)).isEqualTo(new Value.Known(100));
    assertThat(Evaluation.of(new RateRatio(new Rate(requests, hits), new Rate(requests)), readings))
        .isEqualTo(new Value.Known(0.1));
    assertThat(Evaluation.of(new Rate(hits, requests), readings)).isEqualTo(new Value.Known(0));
  }

  @Test
  void ratio_whereTheWholeRests_isUnknown() {
    var before = List.of(cache(one, 5, 10).says());

    assertThat(Evaluation.of(hitRate(), SnapshotReadings.of(before, List.of(one.says()))))
        .isEqualTo(UNKNOWN);
  }

  @Test
  void gauge_ofTwoNodes_isTheirSumLargestOrMean() {
    one.gauge(DB_ACTIVE.series(), 2).gauge(DB_MAX.series(), 20);
    two.gauge(DB_ACTIVE.series(), 10).gauge(DB_MAX.series(), 10);
    var readings = SnapshotReadings.of(List.of(), List.of(one.says(), two.says()));
    var active = Selection.of(DB_ACTIVE);
    var max = Selection.of(DB_MAX);

    assertThat(Evaluation.of(new Gauge(active, Across.SUM), readings))
        .isEqualTo(new Value.Known(12));
    assertThat(Evaluation.of(new Gauge(active, Across.MAX), readings))
        .isEqualTo(new Value.Known(10));
    assertThat(Evaluation.of(new Gauge(active, Across.MEAN), readings))
        .isEqualTo(new Value.Known(6));
    assertThat(Evaluation.of(new GaugeRatio(active, max, Across.SUM), readings))
        .isEqualTo(new Value.Known(0.4));
    assertThat(Evaluation.of(new GaugeRatio(active, max, Across.MAX), readings))
        .isEqualTo(new Value.Known(1));
    assertThat(Evaluation.of(new GaugeRatio(active, max, Across.MEAN), readings))
        .isEqualTo(new Value.Known(0.55));
  }

  @Test
  void gauge_thatIsAState_cannotBeAdded() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Gauge(Selection.of(BREAKER_STATE), Across.SUM))
        .withMessageContaining("use max");
  }

  @Test
  void split_byALabel_givesAValuePerValueAndWhatLacksTheLabelIsShared() {
    var before = List.of(cache(one, 0, 0).says());
    one.latency(STAGE_TIME.series("cache"), 10).latency(STAGE_TIME.series("store"), 4_000);
    one.counter(CACHE_HITS.series("redis"), 100);
    var readings = SnapshotReadings.of(before, List.of(cache(one, 300, 1_000).says()));

    assertThat(
            Evaluation.split(
                new Percentile(50, Selection.of(STAGE_TIME)), new Split.ByLabel("stage"), readings))
        .containsExactly(
            Map.entry("cache", new Value.Quantile(10e-6, 1, false)),
            Map.entry("store", new Value.Quantile(4_001e-6, 1, false)));
    assertThat(Evaluation.split(hitRate(), new Split.ByLabel("level"), readings))
        .containsExactly(
            Map.entry("local", new Value.Known(0.3)), Map.entry("redis", new Value.Known(0.1)));
  }

  private static NodeWords cache(NodeWords node, double hits, double requests) {
    return node.counter(CACHE_HITS.series("local"), hits)
        .counter(CACHE_REQUESTS.series(), requests);
  }

  private static RateRatio hitRate() {
    return new RateRatio(rate(CACHE_HITS), rate(CACHE_REQUESTS));
  }

  private static Rate rate(Metric metric) {
    return new Rate(List.of(Selection.of(metric)));
  }

  private static Expression percentile(double percentile) {
    return new Percentile(percentile, Selection.of(PROCESSING_TIME));
  }
}
