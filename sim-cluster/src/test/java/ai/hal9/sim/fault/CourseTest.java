package ai.hal9.sim.fault;

import static ai.hal9.sim.fault.LoadScript.bad;
import static ai.hal9.sim.fault.LoadScript.good;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class CourseTest {

  private static final Duration FAST = Duration.ofMillis(5);
  private static final Duration SLOW = Duration.ofMillis(80);

  /** Warm-up to 1 s; calm; away from 3 s to 5 s, back at 6 s, slower than before; over at 10 s. */
  private final Course course =
      new Course(
          new LoadScript()
              .from(s(0), s(1), SLOW, good())
              .from(s(1), s(3), FAST, good())
              .from(s(3), s(4), FAST, bad("timeout"))
              .from(s(4), s(6), FAST, bad("503 store-unavailable"))
              .from(s(6), s(10), SLOW, good())
              .entries(),
          s(1).toNanos(),
          s(3).toNanos(),
          s(5).toNanos(),
          s(10).toNanos());

  @Test
  void recovery_isCountedFromTheFaultsEnd() {
    assertThat(course.recovery())
        .hasValueSatisfying(
            time -> assertThat(time).isBetween(Duration.ofMillis(1_000), Duration.ofMillis(1_200)));
  }

  @Test
  void phases_holdWhatWasDueInThem() {
    assertThat(course.whole().offered()).isEqualTo(1_000);
    assertThat(course.before().offered()).isEqualTo(200);
    assertThat(course.during().offered() + course.after().offered()).isEqualTo(700);
    assertThat(course.during().offered()).isBetween(300L, 320L);
    assertThat(course.during().refused())
        .isEqualTo(Map.of("timeout", 100L, "503 store-unavailable", 200L));
    assertThat(course.during().errorRate()).isBetween(0.93, 1.0);
    assertThat(course.before().errorRate()).isZero();
    assertThat(course.after().errorRate()).isZero();
  }

  @Test
  void responses_areThoseOfAcknowledgedSignals() {
    assertThat(course.before().responses().count()).isEqualTo(200);
    assertThat(course.before().responses().millis(99)).isBetween(5.0, 5.01);
    assertThat(course.after().responses().millis(50)).isBetween(80.0, 80.1);
  }

  @Test
  void serviceNeverBack_allThatFollowsIsDuring() {
    var never =
        new Course(
            new LoadScript()
                .from(s(0), s(2), FAST, good())
                .from(s(2), s(6), FAST, bad("timeout"))
                .entries(),
            0,
            s(2).toNanos(),
            s(3).toNanos(),
            s(6).toNanos());
    assertThat(never.recovery()).isEmpty();
    assertThat(never.during().offered()).isEqualTo(400);
    assertThat(never.during().errorRate()).isEqualTo(1);
    assertThat(never.after().offered()).isZero();
    assertThat(never.after().errorRate()).isNaN();
  }

  private static Duration s(long seconds) {
    return Duration.ofSeconds(seconds);
  }
}
