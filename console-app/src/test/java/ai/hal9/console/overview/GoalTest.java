package ai.hal9.console.overview;

import static org.assertj.core.api.Assertions.assertThat;

import ai.hal9.console.chart.ChartData;
import ai.hal9.console.ui.Health;
import ai.hal9.console.ui.Unit;
import org.junit.jupiter.api.Test;

class GoalTest {

  @Test
  void judge_atTheBound_isOnTarget() {
    assertThat(Goal.atMost(0.1).judge(0.1)).isEqualTo(Health.GOOD);
    assertThat(Goal.atMost(0.1).judge(0.101)).isEqualTo(Health.BAD);
    assertThat(Goal.atLeast(0.5).judge(0.5)).isEqualTo(Health.GOOD);
    assertThat(Goal.atLeast(0.5).judge(0.49)).isEqualTo(Health.BAD);
  }

  @Test
  void judge_ofWhatIsNotKnown_isNeitherGoodNorBad() {
    assertThat(Goal.atMost(0.1).judge(Double.NaN)).isEqualTo(Health.UNKNOWN);
    assertThat(Goal.NONE.judge(5)).isEqualTo(Health.UNKNOWN);
  }

  @Test
  void words_areInTheUnitOfTheNumber() {
    assertThat(Goal.atMost(0.1).words(Unit.SECONDS)).isEqualTo("target ≤ 100 ms");
    assertThat(Goal.atLeast(0.5).words(Unit.SHARE)).isEqualTo("target ≥ 50 %");
  }

  @Test
  void change_isSignedAndInTheSameUnit_sharesInPoints() {
    assertThat(change(Unit.SECONDS, 0.010, 0.012)).isEqualTo("+2.00 ms");
    assertThat(change(Unit.SHARE, 0.95, 0.93)).isEqualTo("−2.0 points");
    assertThat(change(Unit.RATE, 1_000, 1_001)).isEqualTo("unchanged");
    assertThat(change(Unit.RATE, Double.NaN, 1_001)).isEmpty();
  }

  private static String change(Unit unit, double before, double now) {
    var spec =
        new TileSpec(
            "x",
            "X",
            "About X.",
            unit,
            Goal.NONE,
            "x",
            TileSpec.Reading.NONE,
            TileSpec.Reading.NONE);
    return new TileState(spec, now, before, Double.NaN, ChartData.NONE).change();
  }
}
