package ai.hal9.sim.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class ScaleTest {

  @Test
  void linear_anyLargest_endsAtARoundNumberInRoundSteps() {
    assertThat(LinearScale.upTo(9_870, Quantity.RATE).ticks())
        .extracting(Tick::label)
        .containsExactly("0 /s", "5,000 /s", "10,000 /s");
    assertThat(LinearScale.upTo(1, Quantity.SHARE).ticks())
        .extracting(Tick::label)
        .containsExactly("0 %", "50 %", "100 %");
    assertThat(LinearScale.upTo(Double.NaN, Quantity.COUNT).max()).isEqualTo(1);
  }

  @Test
  void logarithmic_aSpan_hasWholePowersOfTen() {
    assertThat(LogScale.between(340, 27_000, Quantity.LATENCY).ticks())
        .extracting(Tick::label)
        .containsExactly("100 µs", "1 ms", "10 ms", "100 ms");
    assertThat(LogScale.between(100, 1_000, Quantity.LATENCY).position(1_000)).isEqualTo(1);
  }

  @Test
  void percentiles_eachNine_takesTheSameRoom() {
    var scale = new PercentileScale(4);

    assertThat(scale.position(90)).isCloseTo(0.25, within(1e-9));
    assertThat(scale.position(99)).isCloseTo(0.5, within(1e-9));
    assertThat(scale.position(99.99)).isCloseTo(1, within(1e-6));
    assertThat(scale.percentile(0.75)).isCloseTo(99.9, within(1e-9));
    assertThat(scale.ticks())
        .extracting(Tick::label)
        .containsExactly("0", "90", "99", "99.9", "99.99");
  }

  @Test
  void time_aMinuteWithWarmUp_hasFewRoundTicks() {
    assertThat(new TimeScale(-10, 60).ticks())
        .extracting(Tick::label)
        .containsExactly("-0:10", "0:00", "0:10", "0:20", "0:30", "0:40", "0:50", "1:00");
    assertThat(TimeScale.clock(3_905)).isEqualTo("1:05:05");
  }
}
