package ai.hal9.engine.telemetry;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What waits for one listener: bounded, and full it loses the oldest, so that one that reads too
 * slowly never slows whoever tells it. Offered to and closed by any thread, read by one.
 */
public final class Mailbox<T> implements AutoCloseable {

  private final Runnable onLoss;
  private final ArrayDeque<T> waiting = new ArrayDeque<>(1);
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private long lost;
  private boolean open = true;
  private boolean woken;

  /**
   * An open, empty one.
   *
   * @param onLoss told each loss; must not block
   */
  public Mailbox(Runnable onLoss) {
    this.onLoss = onLoss;
  }

  /**
   * What came out.
   *
   * @param lost how many were lost since the one before
   */
  public record Taken<T>(long lost, T item) {}

  /** Adds one, for which the oldest are lost when so many wait already; nothing once closed. */
  public void offer(T item, int capacity) {
    lock.lock();
    try {
      if (!open) {
        return;
      }
      while (waiting.size() >= capacity) {
        waiting.removeFirst();
        lost++;
        onLoss.run();
      }
      waiting.addLast(item);
      changed.signal();
    } finally {
      lock.unlock();
    }
  }

  /**
   * The oldest that waits, or what arrives within the timeout; empty when nothing did or the
   * mailbox is closed.
   */
  public Optional<Taken<T>> next(Duration timeout) throws InterruptedException {
    var left = timeout.toNanos();
    lock.lockInterruptibly();
    try {
      while (open && !woken && waiting.isEmpty() && left > 0) {
        left = changed.awaitNanos(left);
      }
      woken = false;
      var item = waiting.pollFirst();
      if (!open || item == null) {
        return Optional.empty();
      }
      var taken = new Taken<>(lost, item);
      lost = 0;
      return Optional.of(taken);
    } finally {
      lock.unlock();
    }
  }

  /** Lets a reader that waits look anew: its {@link #next} ends, empty unless something came. */
  public void wake() {
    lock.lock();
    try {
      woken = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** False once closed. */
  public boolean open() {
    lock.lock();
    try {
      return open;
    } finally {
      lock.unlock();
    }
  }

  /** Closes it, with what waits; may be called twice. */
  @Override
  public void close() {
    lock.lock();
    try {
      open = false;
      waiting.clear();
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
