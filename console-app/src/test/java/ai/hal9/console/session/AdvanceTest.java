package ai.hal9.console.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class AdvanceTest {

  private static final Instant BEGIN = Instant.parse("2026-11-01T12:00:00Z");

  private final List<Instant> told = new ArrayList<>();
  private Instant now = BEGIN;
  private Instant edge = BEGIN;
  private final Advance advance = new Advance(() -> now, () -> edge, () -> told.add(edge));

  @Test
  void news_thatGoFurther_areTold_onceEach() {
    heard(0, 0);
    heard(3, 0);
    heard(250, 250);
    heard(255, 250);

    assertThat(told).containsExactly(BEGIN, BEGIN.plusMillis(250));
  }

  @Test
  void threadThatLookedBeforeAnother_andComesAfterIt_tellsNothing() {
    heard(0, 250);
    heard(1, 0);
    heard(240, 250);
    heard(250, 500);

    assertThat(told).containsExactly(BEGIN.plusMillis(250), BEGIN.plusMillis(500));
  }

  @Test
  void silence_isToldOnceASecond() {
    heard(0, 0);
    heard(999, 0);
    heard(1_000, 0);
    heard(1_500, 0);
    heard(2_000, 0);

    assertThat(told).hasSize(3);
  }

  @Test
  void clockSetBack_isToldAtOnce_andTimeThatComesASecondTimeAsEver() {
    heard(60_000, 60_000);
    heard(250, 250);
    heard(500, 500);

    assertThat(told)
        .containsExactly(BEGIN.plusSeconds(60), BEGIN.plusMillis(250), BEGIN.plusMillis(500));
  }

  private void heard(long nowMillis, long edgeMillis) {
    now = BEGIN.plusMillis(nowMillis);
    edge = BEGIN.plusMillis(edgeMillis);
    advance.run();
  }
}
