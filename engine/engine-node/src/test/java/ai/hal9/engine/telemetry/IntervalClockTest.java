package ai.hal9.engine.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class IntervalClockTest {

  private final AtomicInteger ticks = new AtomicInteger();

  @Test
  void every_shorterThanTheIntervalThatRuns_takesEffectAtOnce() {
    try (var clock = new IntervalClock("test", Duration.ofHours(1), ticks::incrementAndGet)) {
      clock.start();

      clock.every(Duration.ofMillis(5));

      await().until(() -> ticks.get() >= 3);
    }
  }

  @Test
  void ticks_manyIntervals_areNeverMoreThanTheTimePassedHolds() {
    var began = System.nanoTime();
    try (var clock = new IntervalClock("test", Duration.ofMillis(10), ticks::incrementAndGet)) {
      clock.start();

      await().until(() -> ticks.get() >= 30);

      var seen = ticks.get();
      var passed = Duration.ofNanos(System.nanoTime() - began);
      assertThat(seen).isLessThanOrEqualTo((int) passed.toMillis() / 10);
    }
  }

  @Test
  void end_littleLate_keepsTheBeat() {
    assertThat(IntervalClock.end(1_000, 250, 1_250)).isEqualTo(1_250);
    assertThat(IntervalClock.end(1_000, 250, 1_375)).isEqualTo(1_250);
  }

  @Test
  void end_lateByMoreThanHalf_leavesTheNextOneItsLength() {
    assertThat(IntervalClock.end(1_000, 250, 1_376)).isEqualTo(1_376);
    assertThat(IntervalClock.end(1_000, 250, 1_499)).isEqualTo(1_499);
    assertThat(IntervalClock.end(1_000, 250, 9_000)).isEqualTo(9_000);
  }

  @Test
  void ticks_oneThatFails_doesNotEndTheRest() {
    Runnable tick =
        () -> {
          if (ticks.incrementAndGet() == 1) {
            throw new IllegalStateException("for a test");
          }
        };
    try (var clock = new IntervalClock("test", Duration.ofMillis(5), tick)) {
      clock.start();

      await().until(() -> ticks.get() >= 3);
    }
  }
}
