package ai.hal9.engine.telemetry;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Calls something at the end of every interval, on a thread of its own. Each end is one interval
 * after the end due before, so that lateness does not add up; who is late by more than half an
 * interval starts anew instead, so that none is too short to tell a rate by.
 */
final class IntervalClock implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(IntervalClock.class);

  private final Runnable tick;
  private final Thread thread;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private long intervalNanos;
  private boolean open = true;

  IntervalClock(String name, Duration interval, Runnable tick) {
    this.tick = tick;
    intervalNanos = interval.toNanos();
    thread = Thread.ofPlatform().name(name).daemon().unstarted(this::run);
  }

  IntervalClock start() {
    thread.start();
    return this;
  }

  /** Takes effect on the interval that runs. */
  void every(Duration interval) {
    lock.lock();
    try {
      intervalNanos = interval.toNanos();
      changed.signal();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    lock.lock();
    try {
      open = false;
      changed.signal();
    } finally {
      lock.unlock();
    }
    thread.interrupt();
  }

  private void run() {
    var due = System.nanoTime();
    try {
      while (true) {
        due = awaitEnd(due);
        try {
          tick.run();
        } catch (RuntimeException e) {
          LOG.error("Telemetry of one interval is lost; please report this", e);
        }
      }
    } catch (InterruptedException e) {
      LOG.debug("{} ends", thread.getName());
    }
  }

  /** Waits for one interval past the end due before; returns when that was due. */
  private long awaitEnd(long before) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (open) {
        var now = System.nanoTime();
        var left = before + intervalNanos - now;
        if (left <= 0) {
          return end(before, intervalNanos, now);
        }
        var _ = changed.awaitNanos(left);
      }
      throw new InterruptedException();
    } finally {
      lock.unlock();
    }
  }

  /**
   * From when the next interval is counted, after one that was due at {@code before + interval}.
   */
  static long end(long before, long interval, long now) {
    var due = before + interval;
    return now - due > interval / 2 ? now : due;
  }
}
