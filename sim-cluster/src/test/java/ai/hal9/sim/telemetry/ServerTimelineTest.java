package ai.hal9.sim.telemetry;

import static ai.hal9.sim.telemetry.NodeScript.EPOCH;
import static org.assertj.core.api.Assertions.assertThat;

import ai.hal9.api.metric.Metric;
import ai.hal9.api.metric.MetricCatalogue;
import ai.hal9.api.metric.Series;
import ai.hal9.api.telemetry.EventKind;
import ai.hal9.api.telemetry.LatencyHistogram;
import ai.hal9.api.telemetry.TelemetryEvent;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class ServerTimelineTest {

  private static final Series PROCESSED = MetricCatalogue.SIGNALS_PROCESSED.series();
  private static final Series ACTIVE = MetricCatalogue.DB_ACTIVE.series();
  private static final Series TIME = MetricCatalogue.PROCESSING_TIME.series();

  private static final List<Metric> METRICS =
      List.of(
          MetricCatalogue.SIGNALS_PROCESSED,
          MetricCatalogue.DB_ACTIVE,
          MetricCatalogue.PROCESSING_TIME,
          MetricCatalogue.CACHE_HITS,
          MetricCatalogue.CACHE_REQUESTS);

  private final TelemetryLog log = new TelemetryLog(METRICS);

  @Test
  void latency_skewedNodes_equalsPooledSamples() {
    var fast = LongStream.rangeClosed(1, 9_900).map(i -> 1_000 + i % 50).toArray();
    var slow = LongStream.rangeClosed(1, 100).map(i -> 800_000 + i).toArray();
    node("a", 0).says(0, Map.of(), Map.of(), Map.of(TIME, LatencyHistogram.ofMicros(fast)));
    node("b", 400).says(0, Map.of(), Map.of(), Map.of(TIME, LatencyHistogram.ofMicros(slow)));

    var second =
        timeline(1).latency(ServerTimeline.seriesOf(MetricCatalogue.PROCESSING_TIME)).at(0);

    var pooled =
        LatencyHistogram.ofMicros(
            LongStream.concat(LongStream.of(fast), LongStream.of(slow)).toArray());
    assertThat(second).contains(pooled);
    assertThat(second.orElseThrow().micros(50)).isLessThan(1_100);
    assertThat(second.orElseThrow().micros(99.5)).isGreaterThan(799_000);
  }

  @Test
  void rate_totalsOfTwoNodes_isTheirGrowthAdded() {
    counts(node("a", 0), 0, 1_000, 1_100, 1_250);
    counts(node("b", 300), 0, 50, 60, 90);

    assertThat(timeline(3).rate(MetricCatalogue.SIGNALS_PROCESSED))
        .isEqualTo(Readings.of(Double.NaN, 110, 180));
  }

  @Test
  void rate_nodeRestarted_countsFromZeroAndNeverGoesNegative() {
    var node = node("a", 0);
    counts(node, 0, 1_000, 1_100);
    node.restartedAt(3);
    counts(node, 3, 40, 90);

    var timeline = timeline(5);

    assertThat(timeline.rate(MetricCatalogue.SIGNALS_PROCESSED))
        .isEqualTo(Readings.of(Double.NaN, 100, Double.NaN, 40, 50));
    var window = timeline.over(EPOCH, EPOCH.plusSeconds(5), false);
    assertThat(window.restarts("a")).isOne();
    assertThat(window.increase(ServerTimeline.seriesOf(MetricCatalogue.SIGNALS_PROCESSED)))
        .isEqualTo(190);
  }

  @Test
  void rate_snapshotsLost_isAGapAndTheTotalStillCounts() {
    var node = node("a", 0);
    counts(node, 0, 100, 200);
    counts(node, 4, 500, 600);

    var timeline = timeline(6);

    assertThat(timeline.rate(MetricCatalogue.SIGNALS_PROCESSED))
        .isEqualTo(Readings.of(Double.NaN, 100, Double.NaN, Double.NaN, Double.NaN, 100));
    var window = timeline.over(EPOCH, EPOCH.plusSeconds(6), false);
    assertThat(window.increase(ServerTimeline.seriesOf(MetricCatalogue.SIGNALS_PROCESSED)))
        .isEqualTo(500);
    assertThat(window.gaps()).isEqualTo(2);
  }

  @Test
  void window_ofARunBetweenBorders_holdsAllThatWasDone_orAllAfterTheWarmUpsSecond() {
    var from = EPOCH.plusMillis(2_300);
    var to = EPOCH.plusMillis(4_800);
    // 100 a second and node, from 2.3 s to 4.8 s
    counts(node("a", 0), 0, 0, 0, 70, 170, 250, 250, 250);
    counts(node("b", 250), 0, 0, 0, 95, 195, 250, 250, 250);
    counts(node("c", 600), 0, 0, 30, 130, 230, 250, 250, 250);
    var processed = ServerTimeline.seriesOf(MetricCatalogue.SIGNALS_PROCESSED);

    var whole = timeline(5).over(from, to, true);
    assertThat(whole.increase(processed)).isEqualTo(750);
    assertThat(whole.length()).isEqualTo(Duration.ofMillis(2_500));
    assertThat(whole.gaps()).isZero();

    var warm = timeline(5).over(from, to, false);
    assertThat(warm.increase("a", processed)).isEqualTo(180);
    assertThat(warm.length()).isEqualTo(Duration.ofMillis(1_800));
    assertThat(timeline(5).over(from, from, false).length()).isZero();
  }

  @Test
  void gauge_oneLivingNodeUnheard_isAGapNotADip() {
    pools(node("a", 0), 0, 10, 10, 10);
    var other = node("b", 0);
    pools(other, 0, 5);
    pools(other, 2, 5);

    assertThat(timeline(3).gauge(MetricCatalogue.DB_ACTIVE))
        .isEqualTo(Readings.of(15, Double.NaN, 15));
  }

  @Test
  void gauge_nodeDied_isMissedByNobody() {
    pools(node("a", 0), 0, 10, 10, 10);
    pools(node("b", 0), 0, 5);

    assertThat(timeline(3).gauge(MetricCatalogue.DB_ACTIVE)).isEqualTo(Readings.of(15, 10, 10));
  }

  @Test
  void gauge_intervalTremblesAroundABorder_leavesNoFalseGap() {
    var node = node("a", 500);
    for (var second = 0; second < 6; second++) {
      var jitter = Duration.ofMillis(second % 2 == 0 ? 4 : -4);
      node.says(second, jitter, Map.of(), Map.of(ACTIVE, 1.0), Map.of(), List.of());
    }

    assertThat(timeline(8).gauge(MetricCatalogue.DB_ACTIVE).known().count()).isEqualTo(6);
    assertThat(timeline(8).over(EPOCH, EPOCH.plusSeconds(8), false).gaps()).isZero();
  }

  @Test
  void ratio_nothingLookedUp_isAGap() {
    var hits = MetricCatalogue.CACHE_HITS.series("local");
    var lookUps = MetricCatalogue.CACHE_REQUESTS.series();
    node("a", 0)
        .says(0, Map.of(hits, 0.0, lookUps, 0.0), Map.of(), Map.of())
        .says(1, Map.of(hits, 30.0, lookUps, 40.0), Map.of(), Map.of())
        .says(2, Map.of(hits, 30.0, lookUps, 40.0), Map.of(), Map.of());

    assertThat(
            timeline(3)
                .ratio(
                    ServerTimeline.seriesOf(MetricCatalogue.CACHE_HITS, "level", "local"),
                    ServerTimeline.seriesOf(MetricCatalogue.CACHE_REQUESTS)))
        .isEqualTo(Readings.of(Double.NaN, 0.75, Double.NaN));
  }

  @Test
  void events_toldByTwoNodes_appearOnce() {
    var event =
        new TelemetryEvent(
            EventKind.TUNING, EPOCH.plusSeconds(1), "cache off", Map.of("version", "4"));
    for (var name : List.of("a", "b")) {
      node(name, 0).says(1, Duration.ZERO, Map.of(), Map.of(), Map.of(), List.of(event));
    }

    assertThat(timeline(3).events()).containsExactly(event);
  }

  @Test
  void rate_snapshotsRepeatedAfterReconnect_countOnce() {
    counts(node("a", 0), 0, 100, 200, 300);
    counts(node("a", 0), 1, 200, 300);

    assertThat(timeline(3).rate(MetricCatalogue.SIGNALS_PROCESSED))
        .isEqualTo(Readings.of(Double.NaN, 100, 100));
  }

  @Test
  void longRun_isTakenTogether_withNothingLost() {
    var bounded = new TelemetryLog(METRICS, 100);
    for (var name : List.of("a", "b")) {
      for (var all : List.of(log, bounded)) {
        worked(new NodeScript(all, name, Duration.ofMillis(name.equals("a") ? 0 : 400)), 1_000);
      }
    }

    var whole = timeline(1_000);
    var brief = ServerTimeline.of(bounded, EPOCH, EPOCH.plusSeconds(1_000));

    assertThat(brief.steps().count()).isBetween(30, 150);
    var processed = ServerTimeline.seriesOf(MetricCatalogue.SIGNALS_PROCESSED);
    var time = ServerTimeline.seriesOf(MetricCatalogue.PROCESSING_TIME);
    var from = EPOCH;
    var to = EPOCH.plusSeconds(1_000);
    assertThat(brief.over(from, to, true).increase(processed)).isEqualTo(20_000);
    assertThat(brief.over(from, to, true).latency(time))
        .isEqualTo(whole.over(from, to, true).latency(time));
    assertThat(brief.over(from, to, true).peak("a", MetricCatalogue.DB_ACTIVE)).isEqualTo(17);
    assertThat(brief.over(from, to, true).gaps()).isZero();
    assertThat(brief.over(from, to, true).restarts("b")).isZero();
    assertThat(brief.rate("a", MetricCatalogue.SIGNALS_PROCESSED).slice(3, 30).known())
        .allMatch(rate -> Math.abs(rate - 10) < 1e-9);
  }

  /** Ten answers a second, each a little slower than the one before; at rest before and after. */
  private static void worked(NodeScript node, int seconds) {
    for (var second = -40; second < seconds + 40; second++) {
      var done = Math.clamp(second + 1, 0, seconds);
      node.says(
          second,
          Map.of(PROCESSED, done * 10.0),
          Map.of(ACTIVE, second == 333 ? 17.0 : 2.0),
          second < 0 || second >= seconds
              ? Map.of()
              : Map.of(TIME, LatencyHistogram.ofMicros(1_000 + second)));
    }
  }

  private ServerTimeline timeline(int seconds) {
    return ServerTimeline.of(log, EPOCH, EPOCH.plusSeconds(seconds));
  }

  private NodeScript node(String name, int phaseMillis) {
    return new NodeScript(log, name, Duration.ofMillis(phaseMillis));
  }

  private static void counts(NodeScript node, int from, double... totals) {
    for (var i = 0; i < totals.length; i++) {
      node.says(from + i, Map.of(PROCESSED, totals[i]), Map.of(), Map.of());
    }
  }

  private static void pools(NodeScript node, int from, double... active) {
    for (var i = 0; i < active.length; i++) {
      node.says(from + i, Map.of(), Map.of(ACTIVE, active[i]), Map.of());
    }
  }
}
