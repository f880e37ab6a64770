package ai.hal9.engine.migration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimesTest {

  @ParameterizedTest
  @CsvSource({
    "2026-03-01, 2026-03-01T00:00:00Z",
    "2026-03-01 12:30, 2026-03-01T12:30:00Z",
    "2026-03-01 12:30:45, 2026-03-01T12:30:45Z",
    "2026-03-01T12:30:45.123456, 2026-03-01T12:30:45.123456Z",
    "2026-03-01 12:30:45.5Z, 2026-03-01T12:30:45.5Z",
    "2026-03-01T12:30:45+02:00, 2026-03-01T10:30:45Z",
    "2026-03-01 12:30:45 -0130, 2026-03-01T14:00:45Z",
    "1772368245, 2026-03-01T12:30:45Z",
    "1772368245123, 2026-03-01T12:30:45.123Z"
  })
  void text_asSqliteWritesIt_isThatInstant(String text, Instant instant) throws RowRefusal {
    assertThat(Times.micros(text)).isEqualTo(micros(instant));
  }

  @Test
  void numbers_bySize_areSecondsMillisOrMicros() throws RowRefusal {
    var instant = Instant.parse("2026-03-01T12:30:45Z");
    assertThat(Times.micros(1_772_368_245)).isEqualTo(micros(instant));
    assertThat(Times.micros(1_772_368_245_000L)).isEqualTo(micros(instant));
    assertThat(Times.micros(1_772_368_245_000_000L)).isEqualTo(micros(instant));
    assertThat(Times.micros(1_772_368_245.25)).isEqualTo(micros(instant) + 250_000);
  }

  @Test
  void number_ofJulianDays_isThatInstant() throws RowRefusal {
    assertThat(Times.micros(2_461_101.25)).isEqualTo(micros(Instant.parse("2026-03-01T18:00:00Z")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "yesterday",
        "2026-02-30",
        "2026-13-01 00:00:00",
        "1999-12-31",
        "2100-01-01",
        "12:30",
        "2026-03-01 25:00:00",
        "2026-03-01 12:30:45.12x",
        "-5"
      })
  void text_thatIsNoTime_isRefused(String text) {
    assertThatThrownBy(() -> Times.micros(text)).isInstanceOf(RowRefusal.class);
  }

  @Test
  void numbers_outOfRange_areRefused() {
    assertThatThrownBy(() -> Times.micros(Long.MAX_VALUE)).isInstanceOf(RowRefusal.class);
    assertThatThrownBy(() -> Times.micros(Double.NaN)).isInstanceOf(RowRefusal.class);
    assertThatThrownBy(() -> Times.micros(-1L)).isInstanceOf(RowRefusal.class);
  }

  private static long micros(Instant instant) {
    return ChronoUnit.MICROS.between(Instant.EPOCH, instant);
  }
}
