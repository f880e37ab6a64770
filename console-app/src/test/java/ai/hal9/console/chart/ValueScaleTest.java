package ai.hal9.console.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.hal9.console.ui.Unit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ValueScaleTest {

  @ParameterizedTest
  @CsvSource({
    "SECONDS, 0.285, 0.3, 0.1",
    "SECONDS, 0.0101, 0.015, 0.005",
    "RATE, 1560, 2000, 500",
    "COUNT, 3, 3, 1",
    "CORES, 0.003, 0.05, 0.01",
    "SHARE, 0.00002, 0.0005, 0.0001",
    "BYTES, 3000000, 3145728, 1048576"
  })
  void fromZero_endsOnARoundNumberAtOrAboveTheLargest(
      Unit unit, double largest, double high, double step) {
    var scale = ValueScale.fromZero(largest, unit);

    assertThat(scale.low()).isZero();
    assertThat(scale.high()).isEqualTo(high, within(1e-9));
    assertThat(scale.step()).isEqualTo(step, within(1e-9));
  }

  @Test
  void fromZero_ofNothing_stillHasALength() {
    assertThat(ValueScale.fromZero(0, Unit.SECONDS).high()).isPositive();
    assertThat(ValueScale.fromZero(Double.NaN, Unit.RATE).high()).isPositive();
  }

  @Test
  void logarithmic_coversAllValuesByPowersOfTen() {
    var scale = ValueScale.logarithmic(0.0034, 1.2);

    assertThat(scale.low()).isEqualTo(0.001, within(1e-12));
    assertThat(scale.high()).isEqualTo(10, within(1e-12));
  }

  @Test
  void logarithmic_ofOnePowerOfTen_isOneDecadeLong() {
    assertThat(ValueScale.logarithmic(0.01, 0.01).high()).isGreaterThan(0.01);
  }

  @Test
  void fits_aLittleMoreOrLess_keepsTheAxis() {
    var scale = ValueScale.fromZero(0.09, Unit.SECONDS);

    assertThat(scale.fits(0.07)).isTrue();
    assertThat(scale.fits(0.12)).isFalse();
    assertThat(scale.fits(0.01)).isFalse();
  }
}
