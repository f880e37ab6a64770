package ai.hal9.console.ui;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class EveryTest {

  private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");

  private final Every every = new Every(Duration.ofSeconds(5));

  @Test
  void due_atFirst_andAgainOnceThePeriodHasPassed() {
    assertThat(every.due(NOW)).isTrue();
    assertThat(every.due(NOW.plusSeconds(4))).isFalse();
    assertThat(every.due(NOW.plusSeconds(5))).isTrue();
  }

  @Test
  void due_clockSetBack_isTimeAgain_andGoesOnFromThere() {
    assertThat(every.due(NOW)).isTrue();
    assertThat(every.due(NOW.minusSeconds(3_600))).isTrue();
    assertThat(every.due(NOW.minusSeconds(3_597))).isFalse();
    assertThat(every.due(NOW.minusSeconds(3_595))).isTrue();
  }

  @Test
  void doneUnasked_isNotDueForAPeriod() {
    every.done(NOW);

    assertThat(every.due(NOW.plusSeconds(1))).isFalse();
  }
}
