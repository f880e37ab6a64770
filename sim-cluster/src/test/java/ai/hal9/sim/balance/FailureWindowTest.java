package ai.hal9.sim.balance;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class FailureWindowTest {

  private static final long SECOND = Duration.ofSeconds(1).toNanos();

  private final FailureWindow window = new FailureWindow(3, Duration.ofSeconds(30));

  @Test
  void out_threeFailuresWithinTimeout_untilTimeoutHasPassed() {
    assertThat(window.failed(0)).isFalse();
    assertThat(window.failed(SECOND)).isFalse();
    assertThat(window.failed(2 * SECOND)).isTrue();
    assertThat(window.out(31 * SECOND)).isTrue();
    assertThat(window.out(33 * SECOND)).isFalse();
  }

  @Test
  void out_failuresSpreadWiderThanTimeout_isFalse() {
    window.failed(0);
    window.failed(20 * SECOND);
    assertThat(window.failed(40 * SECOND)).isFalse();
    assertThat(window.out(40 * SECOND)).isFalse();
  }

  @Test
  void out_failsAgainAfterReturn_atOnce() {
    window.failed(0);
    window.failed(0);
    window.failed(0);
    assertThat(window.out(31 * SECOND)).isFalse();
    assertThat(window.failed(32 * SECOND)).isTrue();
    assertThat(window.out(33 * SECOND)).isTrue();
  }

  @Test
  void succeeded_afterFailures_forgetsThem() {
    window.failed(0);
    window.failed(0);
    window.succeeded();
    assertThat(window.failed(SECOND)).isFalse();
    assertThat(window.out(SECOND)).isFalse();
  }
}
