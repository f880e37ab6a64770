package ai.hal9.console.series;

import static ai.hal9.console.series.Voice.EPOCH;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ClockOffsetTest {

  private static final long SECOND = 1_000_000_000;

  private final ClockOffset offset = new ClockOffset();

  @Test
  void observed_clockBehindUnderJitter_isTheLeastDelay() {
    var random = new Random(2);
    var applied = 0L;
    for (var second = 0; second < 500; second++) {
      var time = EPOCH.plusSeconds(second);
      applied =
          offset.observed(time, second * SECOND, time.plusMillis(7_000 + 2 + random.nextInt(300)));
    }
    assertThat(applied).isBetween(7_000L, 7_060L);
  }

  @Test
  void observed_sameMachineUnderJitter_isNone() {
    for (var second = 0; second < 500; second++) {
      var time = EPOCH.plusSeconds(second);
      var late = second % 5 == 0 ? 200 : 2;
      if (second > 0) {
        assertThat(offset.observed(time, second * SECOND, time.plusMillis(late))).isZero();
      } else {
        offset.observed(time, 0, time.plusMillis(2));
      }
    }
  }

  @Test
  void observed_clockSet_beginsAnew() {
    for (var second = 0; second < 100; second++) {
      var time = EPOCH.plusSeconds(second);
      offset.observed(time, second * SECOND, time.plusMillis(1));
    }

    var set = EPOCH.plusSeconds(100).minus(Duration.ofMinutes(1));

    assertThat(offset.observed(set, 100 * SECOND, EPOCH.plusSeconds(100).plusMillis(1)))
        .isEqualTo(60_001);
  }

  @Test
  void observed_readerAsleepAndBack_keepsTheOffset() {
    for (var second = 0; second < 100; second++) {
      var time = EPOCH.plusSeconds(second);
      offset.observed(time, second * SECOND, time.plusMillis(1));
    }

    var buffered = EPOCH.plusSeconds(100);

    assertThat(offset.observed(buffered, 100 * SECOND, buffered.plusSeconds(30))).isZero();
  }
}
