package ai.hal9.api.tuning;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class DurationTextTest {

  @ParameterizedTest
  @CsvSource({"250ms,250", "30s,30000", "10min,600000", "10m,600000", "1h,3600000", "' 5 s ',5000"})
  void parse_numberWithUnit_isThatLong(String text, long millis) {
    assertThat(DurationText.parse(text)).hasValue(Duration.ofMillis(millis));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "30", "s", "-1s", "1.5s", "1 day", "1s 2ms", "9999999999999s"})
  void parse_anythingElse_isNone(String text) {
    assertThat(DurationText.parse(text)).isEmpty();
  }

  @Test
  void format_anyDuration_isReadBackEqual() {
    for (var millis : new long[] {0, 1, 999, 1_000, 1_500, 60_000, 61_000, 3_600_000, 90_000_000}) {
      var duration = Duration.ofMillis(millis);

      assertThat(DurationText.parse(DurationText.format(duration))).hasValue(duration);
    }
    assertThat(DurationText.format(Duration.ofMinutes(10))).isEqualTo("10min");
    assertThat(DurationText.format(Duration.ofMillis(250))).isEqualTo("250ms");
  }
}
