package ai.hal9.sim.chart;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QuantityTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "LATENCY|0|0 s",
        "LATENCY|7|7 µs",
        "LATENCY|7.25|7.25 µs",
        "LATENCY|22.9999|23 µs",
        "LATENCY|812|812 µs",
        "LATENCY|999.7|1.00 ms",
        "LATENCY|1234|1.23 ms",
        "LATENCY|12345|12.3 ms",
        "LATENCY|999600|1.00 s",
        "LATENCY|2903000|2.90 s",
        "LATENCY|130000000|2 min 10 s",
        "RATE|12432|12,400 /s",
        "RATE|0.5|0.500 /s",
        "SHARE|0.9341|93.4 %",
        "SHARE|1|100 %",
        "SHARE|0|0 %",
        "SHARE|0.0005|0.05 %",
        "SHARE|0.00001|<0.01 %",
        "SHARE|0.9986|99.86 %",
        "SHARE|0.99997|>99.99 %",
        "COUNT|8.25|8.25",
        "COUNT|1234567|1,234,567",
        "CORES|12.44|12.4 cores",
        "CORES|1.254|1.25 cores",
        "CORES|0.03|0.03 cores",
        "CORES|0.004|<0.01 cores",
        "DOLLARS|1234.5|$1,234.50",
        "DOLLARS|0|$0.00",
        "DOLLARS|0.012|$0.0120",
        "BYTES|1288490189|1.20 GiB",
        "BYTES|512|512 B",
        "COUNT|NaN|–",
      })
  void text_ofAValue_hasThreeDigitsAndAUnit(Quantity quantity, double value, String expected) {
    assertThat(quantity.text(value)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "PT0.85S|850 ms",
        "PT15S|15 s",
        "PT9.4S|9.40 s",
        "PT60S|1 min",
        "PT130S|2 min 10 s",
        "PT1H5M|1 h 5 min",
      })
  void span_ofATime_readsAsPeopleSayIt(Duration time, String expected) {
    assertThat(Quantity.span(time)).isEqualTo(expected);
  }
}
