package ai.hal9.console.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class HeatScaleTest {

  private final HeatScale scale = new HeatScale(10_000);

  @Test
  void position_goesByTheLogarithm() {
    assertThat(scale.position(1)).isZero();
    assertThat(scale.position(100)).isCloseTo(0.5, within(1e-9));
    assertThat(scale.position(10_000)).isEqualTo(1);
  }

  @Test
  void count_isThePositionsInverse() {
    assertThat(scale.count(0.5)).isEqualTo(100);
  }

  @Test
  void position_ofTheOnlyCount_isTheLastColour() {
    assertThat(new HeatScale(1).position(1)).isEqualTo(1);
  }
}
