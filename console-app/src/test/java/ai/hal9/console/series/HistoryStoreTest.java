package ai.hal9.console.series;

import static ai.hal9.console.series.Voice.EPOCH;
import static org.assertj.core.api.Assertions.assertThat;

import ai.hal9.api.metric.MetricCatalogue;
import ai.hal9.api.metric.Series;
import ai.hal9.api.telemetry.LatencyHistogram;
import ai.hal9.dashboards.expression.Across;
import ai.hal9.dashboards.expression.Selection;
import ai.hal9.sim.telemetry.Readings;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class HistoryStoreTest {

  private static final double GAP = Double.NaN;
  private static final Series PROCESSED = MetricCatalogue.SIGNALS_PROCESSED.series();
  private static final Series ACTIVE = MetricCatalogue.DB_ACTIVE.series();
  private static final Series TIME = MetricCatalogue.PROCESSING_TIME.series();
  private static final Selection SIGNALS = Selection.of(MetricCatalogue.SIGNALS_PROCESSED);
  private static final Selection POOL = Selection.of(MetricCatalogue.DB_ACTIVE);
  private static final Selection PROCESSING = Selection.of(MetricCatalogue.PROCESSING_TIME);

  private final SetClock clock = new SetClock();
  private final HistoryStore history = HistoryStore.empty(clock);

  @Test
  void latency_skewedNodes_isThePooledSamples() {
    var fast = LongStream.rangeClosed(1, 9_900).map(i -> 1_000 + i % 50).toArray();
    var slow = LongStream.rangeClosed(1, 100).map(i -> 800_000 + i).toArray();
    node("a").says(0, TIME, fast);
    node("b").says(0, TIME, slow);

    var axis = seconds(1);

    var pooled = LatencyHistogram.ofMicros(both(fast, slow));
    assertThat(history.distributions(axis, Scope.cluster(), PROCESSING).at(0)).contains(pooled);
    var latency = history.latency(axis, Scope.cluster(), PROCESSING);
    assertThat(latency.seconds(Percentile.P50).at(0)).isEqualTo(pooled.micros(50) / 1e6);
    assertThat(latency.seconds(Percentile.P999).at(0)).isGreaterThan(0.799);
    assertThat(latency.samples()).isEqualTo(Readings.of(10_000));
  }

  @Test
  void latency_mergedIntoCoarserColumns_staysThePooledSamples() {
    var random = new Random(5);
    var node = node("a");
    var all = LongStream.builder();
    for (var second = 0; second < 2_000; second++) {
      var samples = random.longs(20, 100, 500_000).toArray();
      LongStream.of(samples).forEach(all::add);
      node.says(second, TIME, samples);
    }
    var window = new Window(EPOCH, EPOCH.plusSeconds(2_000));

    var axis = history.axis(window, 2_000);

    assertThat(axis.width()).as("the oldest are merged").isEqualTo(Duration.ofSeconds(30));
    assertThat(history.distribution(window, Scope.cluster(), PROCESSING))
        .isEqualTo(LatencyHistogram.ofMicros(all.build().toArray()));
    assertThat(history.latency(axis, Scope.cluster(), PROCESSING).samples().known().sum())
        .isEqualTo(40_000);
  }

  @Test
  void supported_tooFewSamples_isFalseForTheHighPercentilesAlone() {
    node("a").says(0, TIME, LongStream.range(0, 1_000).toArray());

    var latency = history.latency(seconds(1), Scope.cluster(), PROCESSING);

    assertThat(latency.supported(0, Percentile.P99)).isTrue();
    assertThat(latency.supported(0, Percentile.P999)).isFalse();
  }

  @Test
  void rate_totalsOfTwoNodes_isTheirGrowthAdded() {
    counts(node("a"), 0, 1_000, 1_100, 1_250);
    counts(node("b"), 0, 50, 60, 90);

    assertThat(history.rate(seconds(3), Scope.cluster(), SIGNALS))
        .isEqualTo(Readings.of(GAP, 110, 180));
    assertThat(history.rate(seconds(3), Scope.source("b"), SIGNALS))
        .isEqualTo(Readings.of(GAP, 10, 30));
  }

  @Test
  void rate_nodeReplacedUnderItsName_countsFromZeroAndTellsTheRestart() {
    counts(node("a"), 0, 1_000, 1_100);
    counts(node("a").restartedAt(3), 3, 40, 90);

    assertThat(history.rate(seconds(5), Scope.cluster(), SIGNALS))
        .isEqualTo(Readings.of(GAP, 100, GAP, 40, 50));
    assertThat(history.increase(window(5), Scope.cluster(), SIGNALS)).isEqualTo(190);
    assertThat(history.sources()).singleElement().returns(1, HeardSource::restarts);
  }

  @Test
  void rate_nodeReplacedByOneThatStartedEarlier_goesOn() {
    counts(node("a"), 0, 1_000, 1_100);
    counts(node("a").restartedAt(-7_200), 3, 40, 90);

    assertThat(history.rate(seconds(5), Scope.cluster(), SIGNALS))
        .isEqualTo(Readings.of(GAP, 100, GAP, GAP, 50));
  }

  @Test
  void growth_noSuchLabel_isZeroWhereTheMetricWasHeard() {
    var local = MetricCatalogue.CACHE_HITS.series("local");
    node("a").says(0, Map.of(local, 1.0), Map.of()).says(1, Map.of(local, 3.0), Map.of());
    var hits = Selection.of(MetricCatalogue.CACHE_HITS);

    assertThat(history.growth(seconds(2), Scope.cluster(), hits.where("level", "redis")))
        .isEqualTo(Readings.of(GAP, 0));
    assertThat(history.growth(seconds(2), Scope.cluster(), hits.matching("level", "l.*|redis")))
        .isEqualTo(Readings.of(GAP, 2));
    assertThat(
            history.growth(
                seconds(2), Scope.cluster(), Selection.of(MetricCatalogue.SIGNALS_FAILED)))
        .isEqualTo(Readings.of(GAP, GAP));
  }

  @Test
  void rate_snapshotsLost_isAGapAndTheTotalStillCounts() {
    counts(node("a"), 0, 100, 200);
    counts(node("a"), 4, 500, 600);

    assertThat(history.rate(seconds(6), Scope.cluster(), SIGNALS))
        .isEqualTo(Readings.of(GAP, 100, GAP, GAP, GAP, 100));
    assertThat(history.increase(window(6), Scope.cluster(), SIGNALS)).isEqualTo(500);
  }

  @Test
  void rate_snapshotComesLate_fillsItsPlace() {
    var node = node("a");
    counts(node, 0, 100, 200);
    counts(node, 3, 450, 500);
    counts(node, 2, 300);

    assertThat(history.rate(seconds(5), Scope.cluster(), SIGNALS))
        .isEqualTo(Readings.of(GAP, 100, 100, 150, 50));
  }

  @Test
  void rate_snapshotsRepeatedAfterAReconnect_countOnce() {
    var node = node("a");
    counts(node, 0, 100, 200, 300);
    counts(node, 1, 200, 300);

    assertThat(history.rate(seconds(3), Scope.cluster(), SIGNALS))
        .isEqualTo(Readings.of(GAP, 100, 100));
  }

  @Test
  void rate_afterManyMinutes_isTheSameInCoarserColumns() {
    var node = node("a");
    for (var second = 0; second < 3_000; second++) {
      node.says(second, Map.of(PROCESSED, 40.0 * second), Map.of());
    }

    var axis = history.axis(new Window(EPOCH, EPOCH.plusSeconds(3_000)), 2_000);

    assertThat(history.rate(axis, Scope.cluster(), SIGNALS).known())
        .hasSize(100)
        .containsOnly(40.0);
  }

  @Test
  void gauge_merged_keepsMeanAndExtremes() {
    var node = node("a");
    for (var second = 0; second < 600; second++) {
      node.says(second, Map.of(), Map.of(ACTIVE, second == 7 ? 90.0 : 10.0));
    }

    var axis = history.axis(new Window(EPOCH, EPOCH.plusSeconds(600)), 1_000);
    var gauge = history.gauge(axis, Scope.cluster(), POOL, Across.SUM);

    assertThat(axis.width()).isEqualTo(Duration.ofSeconds(5));
    assertThat(gauge.max().at(1)).isEqualTo(90);
    assertThat(gauge.min().at(1)).isEqualTo(10);
    assertThat(gauge.mean().at(1)).isEqualTo(26);
    assertThat(gauge.max().at(2)).isEqualTo(10);
  }

  @Test
  void gauge_oneNodeStillToSpeak_endsBeforeTheDip() {
    pools(node("a"), 0, 10, 10, 10);
    pools(node("b"), 0, 5, 5);

    assertThat(history.gauge(seconds(3), Scope.cluster(), POOL, Across.SUM).mean())
        .isEqualTo(Readings.of(15, 15, GAP));
    assertThat(history.latest(Duration.ofSeconds(1)).end()).isEqualTo(EPOCH.plusSeconds(2));
  }

  @Test
  void current_whenNothingIsHeardAnyMore_endsNowAndKnowsNothing() {
    pools(node("a"), 0, 10, 10, 10);
    var tenSeconds = Duration.ofSeconds(10);

    clock.set(EPOCH.plusSeconds(13));
    assertThat(history.current(tenSeconds)).isEqualTo(history.latest(tenSeconds));

    clock.set(EPOCH.plusSeconds(14));
    assertThat(history.current(tenSeconds).end()).isEqualTo(EPOCH.plusSeconds(14));
    assertThat(history.gauge(history.current(tenSeconds), Scope.cluster(), POOL, Across.SUM).mean())
        .isEqualTo(Readings.of(GAP));
  }

  @Test
  void gauge_nodeDied_isMissedByNobody() {
    pools(node("a"), 0, 10, 10, 10, 10, 10, 10);
    pools(node("b"), 0, 5);

    assertThat(history.gauge(seconds(6), Scope.cluster(), POOL, Across.SUM).mean())
        .isEqualTo(Readings.of(15, 10, 10, 10, 10, 10));
  }

  @Test
  void latency_silentNodeHeardAgain_turnsRememberedColumnsIntoGaps() {
    var other = node("b").says(0, TIME, 900);
    var node = node("a");
    for (var second = 0; second < 40; second++) {
      node.says(second, TIME, 100);
    }
    var axis = seconds(40);
    assertThat(history.latency(axis, Scope.cluster(), PROCESSING).samples().at(10)).isEqualTo(1);

    other.says(40, TIME, 900);

    var samples = history.latency(axis, Scope.cluster(), PROCESSING).samples();
    assertThat(samples.at(0)).isEqualTo(2);
    assertThat(samples.known(10)).isFalse();
  }

  @Test
  void gauge_nodeFrozen_isAGapUntilItsLongIntervalEnds() {
    var node = node("a");
    pools(node, 0, 3, 3);
    node.frozen(5)
        .says(7, Duration.ofSeconds(6), Map.of(), Map.of(ACTIVE, 4.0), Map.of(), List.of());

    assertThat(history.gauge(seconds(8), Scope.cluster(), POOL, Across.SUM).mean())
        .isEqualTo(Readings.of(3, 3, GAP, GAP, GAP, GAP, GAP, 4));
  }

  @Test
  void ratio_nothingLookedUp_isAGap() {
    var hits = MetricCatalogue.CACHE_HITS.series("local");
    var lookUps = MetricCatalogue.CACHE_REQUESTS.series();
    node("a")
        .says(0, Map.of(hits, 0.0, lookUps, 0.0), Map.of())
        .says(1, Map.of(hits, 30.0, lookUps, 40.0), Map.of())
        .says(2, Map.of(hits, 30.0, lookUps, 40.0), Map.of());

    assertThat(
            history.ratio(
                seconds(3),
                Scope.cluster(),
                Selection.of(MetricCatalogue.CACHE_HITS).where("level", "local"),
                Selection.of(MetricCatalogue.CACHE_REQUESTS)))
        .isEqualTo(Readings.of(GAP, 0.75, GAP));
  }

  @Test
  void store_throughANodeWhoseClockIsAhead_isHeardOnThroughAnother() {
    var commands = MetricCatalogue.REDIS_OPS.series("redis");
    var started = EPOCH.minusSeconds(3_600);
    var ahead = Voice.redis(clock, history, "a", started, 5).ahead(Duration.ofHours(1));
    for (var second = 0; second < 3; second++) {
      ahead.says(second, Map.of(commands, 10.0 * second), Map.of());
    }
    var right = Voice.redis(clock, history, "b", started, 70);
    for (var second = 3; second < 6; second++) {
      right.says(second, Map.of(commands, 10.0 * second), Map.of());
    }

    var rate = history.rate(seconds(6), Scope.cluster(), Selection.of(MetricCatalogue.REDIS_OPS));
    assertThat(rate.slice(1, 6).known()).hasSize(5).allMatch(value -> Math.abs(value - 10) < 0.1);
  }

  @Test
  void rate_ofAStoreThroughAnotherNode_goesOn() {
    var commands = MetricCatalogue.REDIS_OPS.series("redis");
    var started = EPOCH.minusSeconds(100);
    var first = Voice.redis(clock, history, "a", started, 5);
    for (var second = 0; second < 3; second++) {
      first.says(second, Map.of(commands, 100.0 * second), Map.of());
    }
    var second = Voice.redis(clock, history, "b", started.plusMillis(800), 70);
    second.says(3, Map.of(commands, 300.0), Map.of()).says(4, Map.of(commands, 400.0), Map.of());

    assertThat(history.rate(seconds(5), Scope.cluster(), Selection.of(MetricCatalogue.REDIS_OPS)))
        .isEqualTo(Readings.of(GAP, 100, 100, 100, 100));
  }

  @Test
  void gauge_machinesClockAhead_isPutOnOurTime() {
    pools(node("a"), 0, 1, 2, 3);
    pools(node("b").ahead(Duration.ofSeconds(20)), 0, 10, 20, 30);

    assertThat(history.gauge(seconds(3), Scope.cluster(), POOL, Across.SUM).mean())
        .isEqualTo(Readings.of(11, 22, 33));
  }

  @Test
  void labelValues_heard_areListed() {
    node("a").says(0, MetricCatalogue.STAGE_TIME.series("decode"), 5);
    node("b").says(0, MetricCatalogue.STAGE_TIME.series("store"), 5);

    assertThat(history.labelValues(MetricCatalogue.STAGE_TIME, "stage"))
        .containsExactly("decode", "store");
  }

  @Test
  void anything_beforeAnythingWasHeard_isAGap() {
    assertThat(history.span()).isEmpty();
    assertThat(history.rate(seconds(2), Scope.cluster(), SIGNALS)).isEqualTo(Readings.of(GAP, GAP));
    assertThat(history.latency(seconds(2), Scope.cluster(), PROCESSING).samples())
        .isEqualTo(Readings.of(GAP, GAP));
    assertThat(history.distribution(window(2), Scope.cluster(), PROCESSING).count()).isZero();
    assertThat(history.events(window(2))).isEmpty();
  }

  private Voice node(String name) {
    return Voice.node(clock, history, name);
  }

  private static void counts(Voice node, int from, double... totals) {
    for (var i = 0; i < totals.length; i++) {
      node.says(from + i, Map.of(PROCESSED, totals[i]), Map.of());
    }
  }

  private static void pools(Voice node, int from, double... active) {
    for (var i = 0; i < active.length; i++) {
      node.says(from + i, Map.of(), Map.of(ACTIVE, active[i]));
    }
  }

  private static Axis seconds(int count) {
    return new Axis(EPOCH, Duration.ofSeconds(1), count);
  }

  private static Window window(int seconds) {
    return new Window(EPOCH, EPOCH.plusSeconds(seconds));
  }

  private static long[] both(long[] one, long[] other) {
    return LongStream.concat(LongStream.of(one), LongStream.of(other)).toArray();
  }
}
