package ai.hal9.sim.generator;

import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * The one thread that leads a run: takes its steps one after another until it ends or one fails.
 */
final class RunThread {

  private final Consumer<Throwable> failed;
  private final ScheduledExecutorService executor =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("hal9-load-run").factory());
  private volatile boolean over;

  /**
   * @param failed told, on this thread, what a step threw
   */
  RunThread(Consumer<Throwable> failed) {
    this.failed = failed;
  }

  /** Takes a step as soon as may be; none after the end. */
  void tell(Runnable step) {
    try {
      executor.execute(() -> guarded(step));
    } catch (RejectedExecutionException e) {
      // the run has ended: nothing is left to change
    }
  }

  void later(long nanos, Runnable step) {
    if (!executor.isShutdown()) {
      var _ = executor.schedule(() -> guarded(step), Math.max(0, nanos), TimeUnit.NANOSECONDS);
    }
  }

  private void guarded(Runnable step) {
    if (over) {
      return;
    }
    try {
      step.run();
    } catch (RuntimeException | Error e) {
      failed.accept(e);
    }
  }

  /** Takes no further step, not even one that waits already. */
  void end() {
    over = true;
    executor.shutdown();
  }
}
