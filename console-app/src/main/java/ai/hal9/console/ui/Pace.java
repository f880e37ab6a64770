package ai.hal9.console.ui;

import java.time.Duration;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * When work that is wanted again and again is done: a moment after it was wanted first, since more
 * may be on its way, and not too soon after it was done last. Any thread may want it.
 */
final class Pace {

  private final long moment;
  private final long apart;
  private final LongSupplier nanos;
  private final Later later;
  private final Runnable work;
  private boolean pending;
  private @Nullable Long done;

  /** Runs something after a while. */
  @FunctionalInterface
  interface Later {
    void run(Duration delay, Runnable task);
  }

  /**
   * A pace.
   *
   * @param moment how long it waits after it was wanted
   * @param apart the least time between two times it is done
   * @param nanos a monotonic clock
   */
  Pace(Duration moment, Duration apart, LongSupplier nanos, Later later, Runnable work) {
    this.moment = moment.toNanos();
    this.apart = apart.toNanos();
    this.nanos = nanos;
    this.later = later;
    this.work = work;
  }

  void want() {
    long delay;
    synchronized (this) {
      if (pending) {
        return;
      }
      pending = true;
      var since = done == null ? apart : nanos.getAsLong() - done;
      delay = Math.max(moment, apart - since);
    }
    later.run(Duration.ofNanos(delay), this::run);
  }

  private void run() {
    synchronized (this) {
      pending = false;
      done = nanos.getAsLong();
    }
    work.run();
  }
}
