package ai.hal9.console.runs;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** Changes that are announced and have not come yet. Safe for use by many threads. */
final class Expected {

  private int count;

  /** Announces one; to be run when it has come, or is not to come. */
  synchronized Runnable one() {
    count++;
    var come = new AtomicBoolean();
    return () -> {
      if (come.compareAndSet(false, true)) {
        come();
      }
    };
  }

  private synchronized void come() {
    count--;
    notifyAll();
  }

  /** Waits until none is left, or the time is over. */
  synchronized void await(Duration patience) {
    var deadline = System.nanoTime() + patience.toNanos();
    try {
      while (count > 0) {
        var left = deadline - System.nanoTime();
        if (left <= 0) {
          return;
        }
        TimeUnit.NANOSECONDS.timedWait(this, left);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
