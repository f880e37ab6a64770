package ai.hal9.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * For how long this JVM got no processor, which a busy machine may do to it: what a test allows on
 * top of a time that is promised.
 */
public final class Stalls implements AutoCloseable {

  private static final Duration STEP = Duration.ofMillis(5);

  /** A thread that sleeps is woken up about so late on an idle machine. */
  private static final Duration USUAL = Duration.ofMillis(1);

  private final AtomicLong nanos = new AtomicLong();
  private final AtomicBoolean running = new AtomicBoolean(true);

  /** Watches until it is closed. */
  public Stalls() {
    Thread.ofPlatform().daemon().name("stalls").start(this::watch);
  }

  private void watch() {
    for (var last = System.nanoTime(); running.get(); ) {
      LockSupport.parkNanos(STEP.toNanos());
      var now = System.nanoTime();
      var late = now - last - STEP.toNanos();
      if (late > USUAL.toNanos()) {
        nanos.addAndGet(late);
      }
      last = now;
    }
  }

  /** How long in all, so far. */
  public Duration total() {
    return Duration.ofNanos(nanos.get());
  }

  /** Waits for a condition, and fails when that took longer than it may without stalls. */
  public static void awaitWithin(Duration promised, Callable<Boolean> condition) {
    try (var stalls = new Stalls()) {
      var start = System.nanoTime();
      await().pollInterval(STEP).until(condition);
      assertThat(Duration.ofNanos(System.nanoTime() - start))
          .isLessThan(promised.plus(stalls.total()));
    }
  }

  @Override
  public void close() {
    running.set(false);
  }
}
