package ai.hal9.engine.quota;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CellRateTest {

  private static final long SECOND = 1_000_000_000L;
  private static final long START = -5 * SECOND;

  private final CellRate rate = new CellRate(START);

  @Test
  void burst_passesAtOnce_andTheNextWaitsForOneInterval() {
    for (var left = 199; left >= 0; left--) {
      var admission = rate.take(100, 200, START);
      assertThat(admission.allowed()).isTrue();
      assertThat(admission.remaining()).isEqualTo(left);
    }
    var refused = rate.take(100, 200, START);
    assertThat(refused.allowed()).isFalse();
    assertThat(refused.nanos()).isEqualTo(SECOND / 100);
    assertThat(rate.take(100, 200, START + SECOND / 100 - 1).allowed()).isFalse();
    assertThat(rate.take(100, 200, START + SECOND / 100).allowed()).isTrue();
  }

  @Test
  void tenSeconds_giveTheBurstAndTheRate() {
    var passed = 0;
    for (var i = 0; i <= 10_000; i++) {
      if (rate.take(100, 200, START + i * (SECOND / 1_000)).allowed()) {
        passed++;
      }
    }
    assertThat(passed).isEqualTo(200 + 10 * 100);
  }

  @Test
  void quietTime_savesNoMoreThanTheBurst() {
    var later = START + 3_600 * SECOND;
    var passed = 0;
    while (rate.take(1, 3, later).allowed()) {
      passed++;
    }
    assertThat(passed).isEqualTo(3);
  }

  @Test
  void whatIsGivenBack_canBeTakenAgain_andSavesNothingBeyondTheBurst() {
    for (var i = 0; i < 1_000; i++) {
      assertThat(rate.take(100, 2, START).allowed()).isTrue();
      rate.giveBack(100);
    }
    assertThat(rate.take(100, 2, START).remaining()).isEqualTo(1);
    assertThat(rate.take(100, 2, START).allowed()).isTrue();
    assertThat(rate.take(100, 2, START).allowed()).isFalse();
  }
}
