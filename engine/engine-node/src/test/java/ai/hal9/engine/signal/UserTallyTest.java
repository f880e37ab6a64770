package ai.hal9.engine.signal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class UserTallyTest {

  @Test
  void users_ofTheLastMinute_areCountedOnceWithinAPercent() {
    var tally = new UserTally();
    for (var round = 0; round < 2; round++) {
      for (var i = 0; i < 20_000; i++) {
        tally.seen("user-" + i, 1_000 + round);
      }
    }
    assertThat(tally.distinct(1_050)).isCloseTo(20_000, within(200.0));
    assertThat(tally.distinct(1_061)).isZero();
  }
}
