package ai.hal9.engine.resilience;

import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A limit on how many work side by side; first come, first served, resizable while in use. Made
 * smaller, it lets those who work finish.
 */
public final class ParallelLimit {

  private static final class Permits extends Semaphore {
    Permits(int permits) {
      super(permits, true);
    }

    void shrink(int by) {
      reducePermits(by);
    }
  }

  private final Permits permits;
  private final AtomicInteger waiting = new AtomicInteger();
  private final int maxWaiting;
  private volatile int limit;

  /**
   * A limit with room for some that wait.
   *
   * @param limit at least 1
   * @param maxWaiting the most that may wait
   */
  public ParallelLimit(int limit, int maxWaiting) {
    this.limit = limit;
    this.maxWaiting = maxWaiting;
    this.permits = new Permits(limit);
  }

  /** Sets the limit. */
  public synchronized void resize(int newLimit) {
    if (newLimit > limit) {
      permits.release(newLimit - limit);
    } else if (newLimit < limit) {
      permits.shrink(limit - newLimit);
    }
    limit = newLimit;
  }

  /** Waits for a permit, unless too many wait already: then false at once. */
  public boolean tryAcquire() {
    if (waiting.get() >= maxWaiting) {
      return false;
    }
    acquire();
    return true;
  }

  /** Takes a permit if one is free and nobody waits for it; never waits. */
  public boolean acquireNow() {
    return !permits.hasQueuedThreads() && permits.tryAcquire();
  }

  /** Waits for a permit, however many wait. */
  public void acquire() {
    waiting.incrementAndGet();
    try {
      permits.acquireUninterruptibly();
    } finally {
      waiting.decrementAndGet();
    }
  }

  /** Gives a permit back. */
  public void release() {
    permits.release();
  }

  /** How many hold a permit. */
  public int active() {
    return Math.max(0, limit - permits.availablePermits());
  }

  /** The limit in force. */
  public int limit() {
    return limit;
  }

  /** How many wait. */
  public int waiting() {
    return waiting.get();
  }
}
