package ai.hal9.engine.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class RequestRateTest {

  private static final long SECOND = 1_000_000_000L;

  private final RequestRate rate = new RequestRate();

  @Test
  void anyMinute_hasNoMoreThanAllowed() {
    for (var i = 0; i < 3; i++) {
      assertThat(rate.take(3, 50 * SECOND + i)).isZero();
    }
    assertThat(rate.take(3, 70 * SECOND)).isEqualTo(Duration.ofSeconds(40));
    assertThat(rate.take(3, 110 * SECOND)).isZero();
    assertThat(rate.take(3, 110 * SECOND)).isEqualTo(Duration.ofNanos(1));
  }

  @Test
  void limitChanged_remembersTheNewest() {
    for (var i = 0; i < 4; i++) {
      assertThat(rate.take(4, i * SECOND)).isZero();
    }
    assertThat(rate.take(2, 10 * SECOND)).isEqualTo(Duration.ofSeconds(52));
    assertThat(rate.take(5, 10 * SECOND)).isZero();
    assertThat(rate.take(0, 10 * SECOND)).isZero();
  }
}
