package ai.hal9.console.shell;

import ai.hal9.console.ui.UiThread;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How long the UI thread keeps others waiting: asked again and again, the longest it took to answer
 * and one pause between two questions are together an upper bound of its longest task.
 */
final class UiDelay implements AutoCloseable {

  private static final long PAUSE_MILLIS = 10;

  private final ScheduledExecutorService asking =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("ui-delay").factory());
  private final AtomicLong longestNanos = new AtomicLong();

  UiDelay() {
    var _ =
        asking.scheduleAtFixedRate(this::ask, PAUSE_MILLIS, PAUSE_MILLIS, TimeUnit.MILLISECONDS);
  }

  private void ask() {
    var asked = System.nanoTime();
    UiThread.later(() -> longestNanos.accumulateAndGet(System.nanoTime() - asked, Math::max));
  }

  /** An upper bound of the longest task in milliseconds. */
  double boundMillis() {
    return longestNanos.get() / 1e6 + PAUSE_MILLIS;
  }

  @Override
  public void close() {
    asking.shutdownNow();
  }
}
