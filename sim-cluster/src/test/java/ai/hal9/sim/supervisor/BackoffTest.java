package ai.hal9.sim.supervisor;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BackoffTest {

  @Test
  void waits_failureAfterFailure_doubleUpToTheLimit() {
    var backoff =
        new Backoff(Duration.ofMillis(500), Duration.ofSeconds(5), Duration.ofSeconds(60));
    assertThat(IntStream.rangeClosed(1, 6).mapToObj(backoff::after).map(Duration::toMillis))
        .containsExactly(500L, 1_000L, 2_000L, 4_000L, 5_000L, 5_000L);
  }
}
