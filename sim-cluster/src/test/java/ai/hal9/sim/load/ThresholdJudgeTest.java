package ai.hal9.sim.load;

import static org.assertj.core.api.Assertions.assertThat;

import ai.hal9.api.telemetry.LatencyHistogram;
import ai.hal9.sim.scenario.Aggregation;
import ai.hal9.sim.scenario.Threshold;
import ai.hal9.sim.scenario.ThresholdCondition;
import ai.hal9.sim.scenario.ThresholdCondition.Operator;
import ai.hal9.sim.scenario.ThresholdMetric;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ThresholdJudgeTest {

  private static final Aggregation P90 = new Aggregation.Percentile(90);

  @Test
  void percentile_ofAllIntervals_isTakenFromMergedHistograms() {
    var judge = judge(ThresholdMetric.HTTP_REQ_DURATION, P90, 150, false, Optional.empty());
    judge.accept(interval(90, 10_000, 0));
    judge.accept(interval(10, 200_000, 0));

    var verdict = judge.verdicts().getFirst();

    assertThat(verdict.observed())
        .isCloseTo(10, org.assertj.core.data.Percentage.withPercentage(1));
    assertThat(verdict.met()).isTrue();
  }

  @Test
  void window_withOneBadStretch_isMissedThoughTheWholeRunIsGood() {
    var window = Optional.of(Duration.ofSeconds(2));
    var judge = judge(ThresholdMetric.HTTP_REQ_DURATION, P90, 150, false, window);
    for (var second = 0; second < 20; second++) {
      judge.accept(interval(100, second == 7 ? 400_000 : 10_000, 0));
    }

    var verdict = judge.verdicts().getFirst();

    assertThat(verdict.met()).isFalse();
    assertThat(verdict.observed()).isGreaterThan(390);
  }

  @Test
  void abortOnFail_brokenCondition_endsTheRun() {
    var judge =
        judge(
            ThresholdMetric.HTTP_REQ_FAILED, new Aggregation.Rate(), 0.01, true, Optional.empty());

    assertThat(judge.accept(interval(100, 1_000, 0))).isFalse();
    assertThat(judge.accept(interval(100, 1_000, 50))).isTrue();
    assertThat(judge.verdicts().getFirst().abortedRun()).isTrue();
    assertThat(judge.verdicts().getFirst().observed()).isEqualTo(0.25);
  }

  @Test
  void threshold_withoutSample_isMissed() {
    var judge = judge(ThresholdMetric.HTTP_REQ_DURATION, P90, 150, true, Optional.empty());

    assertThat(judge.accept(interval(0, 0, 0))).isFalse();
    assertThat(judge.verdicts().getFirst().missed()).isTrue();
  }

  @Test
  void threshold_ofARunThatMeasuredNothing_isNotJudged() {
    var judge = judge(ThresholdMetric.HTTP_REQ_DURATION, P90, 150, true, Optional.empty());

    var verdict = judge.verdicts().getFirst();

    assertThat(verdict.judgement()).isEqualTo(ThresholdVerdict.Judgement.NOT_JUDGED);
    assertThat(verdict.met()).isFalse();
    assertThat(verdict.missed()).isFalse();
  }

  @Test
  void window_longerThanTheRun_isJudgedOnTheRunButEndsItNever() {
    var window = Optional.of(Duration.ofMinutes(1));
    var judge = judge(ThresholdMetric.HTTP_REQ_DURATION, P90, 150, true, window);

    assertThat(judge.accept(interval(100, 10_000, 0))).isFalse();
    assertThat(judge.verdicts().getFirst().met()).isTrue();
    assertThat(judge.accept(interval(100, 400_000, 0))).isFalse();
    assertThat(judge.verdicts().getFirst().missed()).isTrue();
    assertThat(judge.verdicts().getFirst().abortedRun()).isFalse();
  }

  @Test
  void rate_ofRequests_isOfTheScheduleNotOfWhatFollows() {
    for (var window : List.of(Optional.<Duration>empty(), Optional.of(Duration.ofSeconds(2)))) {
      var judge =
          judge(ThresholdMetric.HTTP_REQS, new Aggregation.Rate(), Operator.AT_LEAST, 100, window);
      judge.accept(interval(100, 10_000, 0));
      judge.accept(interval(100, 10_000, 0));
      for (var second = 0; second < 3; second++) {
        judge.accept(drained(counts(1, 0, 0)));
      }

      assertThat(judge.verdicts().getFirst().met()).isTrue();
      assertThat(judge.verdicts().getFirst().observed()).isEqualTo(100);
    }
  }

  @Test
  void rate_ofArrivalsNeverSent_hasThoseThatTheEndFound() {
    for (var window : List.of(Optional.<Duration>empty(), Optional.of(Duration.ofSeconds(2)))) {
      var metric = ThresholdMetric.DROPPED_ITERATIONS;
      var judge = judge(metric, new Aggregation.Rate(), Operator.LESS, 1, window);
      judge.accept(interval(100, 10_000, 0));
      judge.accept(interval(100, 10_000, 0));
      judge.accept(drained(counts(0, 0, 40)));

      assertThat(judge.verdicts().getFirst().missed()).isTrue();
      assertThat(judge.verdicts().getFirst().observed()).isEqualTo(20);
    }
  }

  private static LoadInterval drained(LoadCounts counts) {
    return new LoadInterval(
        LoadPhase.DRAINING,
        Duration.ZERO,
        Duration.ofSeconds(1),
        counts,
        LatencyHistogram.none(),
        LatencyHistogram.none(),
        LatencyHistogram.none(),
        0,
        0,
        1,
        0);
  }

  private static LoadCounts counts(long completed, long failed, long unsent) {
    return new LoadCounts(
        completed + unsent,
        completed,
        completed,
        0,
        unsent,
        0,
        failed == 0 ? Map.of() : Map.of(FailureCause.STATUS_5XX, failed),
        0,
        0,
        Map.of());
  }

  private static ThresholdJudge judge(
      ThresholdMetric metric,
      Aggregation aggregation,
      Operator operator,
      double bound,
      Optional<Duration> window) {
    var condition = new ThresholdCondition(aggregation, operator, bound);
    return new ThresholdJudge(
        List.of(new Threshold(metric, condition, false, Duration.ZERO, window)));
  }

  private static ThresholdJudge judge(
      ThresholdMetric metric,
      Aggregation aggregation,
      double bound,
      boolean abort,
      Optional<Duration> window) {
    var condition = new ThresholdCondition(aggregation, Operator.LESS, bound);
    return new ThresholdJudge(
        List.of(new Threshold(metric, condition, abort, Duration.ZERO, window)));
  }

  private static LoadInterval interval(int count, long micros, long failed) {
    var latencies = new long[count];
    java.util.Arrays.fill(latencies, micros);
    var histogram = LatencyHistogram.ofMicros(latencies);
    return new LoadInterval(
        LoadPhase.MEASURED,
        Duration.ZERO,
        Duration.ofSeconds(1),
        counts(count, failed, 0),
        histogram,
        histogram,
        LatencyHistogram.none(),
        0,
        0,
        1,
        0);
  }
}
