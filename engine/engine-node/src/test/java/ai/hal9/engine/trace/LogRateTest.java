package ai.hal9.engine.trace;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class LogRateTest {

  @Test
  void lines_beyondTheRate_areCountedAndTold() {
    var now = new AtomicLong(5);
    var rate = new LogRate(2, now::get);

    assertThat(rate.allows()).isTrue();
    assertThat(rate.leftOut()).isEmpty();
    assertThat(rate.allows()).isTrue();
    assertThat(rate.allows()).isFalse();
    assertThat(rate.allows()).isFalse();
    now.addAndGet(1_000_000_000L);
    assertThat(rate.allows()).isTrue();
    assertThat(rate.leftOut()).isEqualTo(" (and 2 more that are not logged)");
    assertThat(rate.leftOut()).isEmpty();
  }
}
