package ai.hal9.console.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class PercentileAxisTest {

  private final PercentileAxis axis = new PercentileAxis(99.95);

  @Test
  void position_eachFurtherNine_takesTheSameRoom() {
    var nine = axis.position(90);

    assertThat(axis.position(0)).isZero();
    assertThat(axis.position(99)).isCloseTo(2 * nine, within(1e-9));
    assertThat(axis.position(99.9)).isCloseTo(3 * nine, within(1e-9));
    assertThat(axis.position(99.95)).isLessThan(1);
    assertThat(axis.position(100)).isEqualTo(1);
  }

  @Test
  void percentile_isThePositionsInverse() {
    assertThat(axis.percentile(axis.position(97.5))).isCloseTo(97.5, within(1e-9));
  }

  @Test
  void ticks_endWithTheLastNineThatIsShown() {
    assertThat(axis.ticks())
        .extracting(PercentileAxis::words)
        .containsExactly("p0", "p50", "p90", "p99", "p99.9");
  }

  @Test
  void ticks_fewSamples_reachTheNinetieth() {
    assertThat(new PercentileAxis(75).ticks())
        .extracting(PercentileAxis::words)
        .containsExactly("p0", "p50", "p90");
  }
}
