package ai.hal9.console.effect;

import static ai.hal9.console.effect.Loaded.EPOCH;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.hal9.console.series.Scope;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;

class EffectAnalysisTest {

  private static final Instant CHANGE = EPOCH.plusSeconds(90).plusMillis(400);
  private static final Instant LONG_AFTER = EPOCH.plusSeconds(230);

  @Test
  void aThirdMoreLatency_isFound() {
    for (var seed = 0; seed < 20; seed++) {
      var effect = effect(new Loaded(seed).at(5, 200).lasts(90).at(5 * 1.3, 200).lasts(150), seed);

      assertThat(effect.of(Measure.P50).verdict()).isEqualTo(Verdict.WORSE);
      assertThat(effect.of(Measure.P50).relative()).isCloseTo(0.3, within(0.15));
      assertThat(effect.of(Measure.P99).verdict()).isEqualTo(Verdict.WORSE);
      assertThat(effect.of(Measure.P50).low())
          .isLessThan(effect.of(Measure.P50).difference())
          .isPositive();
    }
  }

  @Test
  void aThirdMoreThroughput_isAnImprovementOfThatAlone() {
    var effect = effect(new Loaded(3).at(5, 200).lasts(90).at(5, 260).lasts(150), 3);

    assertThat(effect.of(Measure.THROUGHPUT).verdict()).isEqualTo(Verdict.IMPROVED);
    assertThat(effect.of(Measure.THROUGHPUT).relative()).isCloseTo(0.3, within(0.05));
    assertThat(effect.of(Measure.HIT_RATE).verdict()).isEqualTo(Verdict.NO_SIGNIFICANT_CHANGE);
    assertThat(effect.of(Measure.P50).verdict()).isEqualTo(Verdict.NO_SIGNIFICANT_CHANGE);
  }

  @Test
  void windows_beforeAndAfter_areOfEqualLengthAndLeaveTheChangeOut() {
    var effect = effect(new Loaded(1).lasts(240), 1);

    assertThat(effect.before().length()).isEqualTo(effect.after().length());
    assertThat(effect.before().length()).isEqualTo(Duration.ofSeconds(60));
    assertThat(effect.before().to()).isBeforeOrEqualTo(CHANGE);
    assertThat(effect.after().from()).isAfterOrEqualTo(CHANGE.plusSeconds(Settling.LEAST));
    assertThat(effect.settled()).isTrue();
  }

  @Test
  void shortlyAfter_isSettling_thenCollecting() {
    var loaded = new Loaded(1).lasts(240);

    assertThat(watch(loaded, EPOCH.plusSeconds(100))).isInstanceOf(EffectState.Settling.class);
    assertThat(watch(loaded, EPOCH.plusSeconds(150)))
        .isInstanceOfSatisfying(
            EffectState.Collecting.class,
            collecting -> assertThat(collecting.filled()).isLessThan(collecting.wanted()));
  }

  @Test
  void transient_afterTheChange_isLeftOut() {
    var loaded = new Loaded(5).lasts(90);
    for (var second = 0; second < 25; second++) {
      loaded.at(5 * (6 - second / 5.0), 200).lasts(1);
    }
    var effect = effect(loaded.at(5, 200).lasts(130), 5);

    assertThat(effect.after().from()).isAfterOrEqualTo(EPOCH.plusSeconds(105));
    assertThat(effect.of(Measure.P50).relative()).isLessThan(0.35);
  }

  @Test
  void tooLittleBefore_isNotEnoughData() {
    var loaded = new Loaded(1).lasts(240);
    var early = EPOCH.plusSeconds(12);

    var state =
        new EffectAnalysis(new Random(1))
            .watch(loaded.history(), Scope.cluster(), early, LONG_AFTER);

    assertThat(state)
        .isInstanceOfSatisfying(
            EffectState.Measured.class,
            measured ->
                assertThat(measured.effect().measures())
                    .extracting(MeasureEffect::verdict)
                    .containsOnly(Verdict.NOT_ENOUGH_DATA));
  }

  @Test
  void fewSamples_areNotEnoughForTheHighPercentile() {
    var effect = effect(new Loaded(2).at(5, 6).lasts(240), 2);

    assertThat(effect.of(Measure.P99).verdict()).isEqualTo(Verdict.NOT_ENOUGH_DATA);
    assertThat(effect.of(Measure.P50).verdict()).isNotEqualTo(Verdict.NOT_ENOUGH_DATA);
  }

  @Test
  void mostlyUnheard_isNotEnoughData() {
    var effect = effect(new Loaded(2).lasts(30).unheard(50).lasts(160), 2);

    assertThat(effect.of(Measure.THROUGHPUT).verdict()).isNotNull();
    assertThat(effect.intervals()).isEqualTo(60);
    assertThat(effect.of(Measure.P50).verdict()).isEqualTo(Verdict.NOT_ENOUGH_DATA);
  }

  @Test
  void noSignalInAWindow_isNotEnoughDataForAnyMeasure() {
    var idle = effect(new Loaded(2).idles(240), 2);
    var stopped = effect(new Loaded(2).lasts(95).idles(145), 2);

    assertThat(idle.judged()).isFalse();
    assertThat(stopped.judged()).isFalse();
  }

  @Test
  void watchedLate_withACoarserPastBefore_isMeasuredOnIntervalsOfOneLength() {
    var loaded = new Loaded(1).lasts(560);
    var state =
        new EffectAnalysis(new Random(1))
            .watch(
                loaded.history(),
                Scope.cluster(),
                EPOCH.plusSeconds(220).plusMillis(400),
                EPOCH.plusSeconds(555));

    assertThat(state).isInstanceOf(EffectState.Measured.class);
    var effect = ((EffectState.Measured) state).effect();
    assertThat(effect.before().length()).isEqualTo(effect.after().length());
    assertThat(effect.measures())
        .extracting(MeasureEffect::verdict)
        .doesNotContain(Verdict.NOT_ENOUGH_DATA);
  }

  private static Effect effect(Loaded loaded, long seed) {
    var state =
        new EffectAnalysis(new Random(seed))
            .watch(loaded.history(), Scope.cluster(), CHANGE, LONG_AFTER);
    assertThat(state).isInstanceOf(EffectState.Measured.class);
    return ((EffectState.Measured) state).effect();
  }

  private static EffectState watch(Loaded loaded, Instant until) {
    return new EffectAnalysis(new Random(1))
        .watch(loaded.history(), Scope.cluster(), CHANGE, until);
  }
}
