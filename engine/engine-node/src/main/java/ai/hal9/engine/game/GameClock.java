package ai.hal9.engine.game;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;

/** Ticks while there is something to tick for: a node on which nobody plays is not woken. */
final class GameClock implements AutoCloseable {

  private static final Duration TICK = Duration.ofMillis(10);

  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("game-clock").factory());
  private final AtomicBoolean running = new AtomicBoolean();
  private final BooleanSupplier needed;
  private final Runnable tick;

  /**
   * A clock that stands.
   *
   * @param needed whether there is something to tick for
   * @param tick throws nothing
   */
  GameClock(BooleanSupplier needed, Runnable tick) {
    this.needed = needed;
    this.tick = tick;
  }

  /** There is something to tick for now. */
  void run() {
    if (!running.getAndSet(true)) {
      next();
    }
  }

  private void tick() {
    tick.run();
    if (needed.getAsBoolean()) {
      next();
      return;
    }
    running.set(false);
    // what began after the question was asked found the clock running
    if (needed.getAsBoolean()) {
      run();
    }
  }

  private void next() {
    if (!thread.isShutdown()) {
      var _ = thread.schedule(this::tick, TICK.toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
