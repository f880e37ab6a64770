package ai.hal9.engine.resilience;

import ai.hal9.api.signal.Priority;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A limit on how many work side by side, resizable while in use; made smaller, it lets those who
 * work finish. Who finds no permit waits: the more important first, equals in their order. Of the
 * places to wait in, low priority gets half; where all are taken, an arrival takes the place of the
 * newest who matters less, and that one is turned away.
 */
public final class ParallelLimit {

  private static final Priority[] MOST_IMPORTANT_FIRST = {
    Priority.HIGH, Priority.NORMAL, Priority.LOW
  };

  private final ReentrantLock lock = new ReentrantLock();
  private final Map<Priority, Deque<Waiter>> queues = new EnumMap<>(Priority.class);
  private final AtomicInteger active = new AtomicInteger();
  private final AtomicInteger waiting = new AtomicInteger();
  private volatile int limit;
  private volatile int maxWaiting;

  /**
   * A limit with room for some that wait.
   *
   * @param limit at least 1
   * @param maxWaiting the most that may wait
   */
  public ParallelLimit(int limit, int maxWaiting) {
    this.limit = limit;
    this.maxWaiting = maxWaiting;
    for (var priority : Priority.values()) {
      queues.put(priority, new ArrayDeque<>());
    }
  }

  /** Sets the limit. */
  public void resize(int newLimit) {
    limit = newLimit;
    letIn();
  }

  /** Sets how many may wait; those who wait already stay. */
  public void room(int newMaxWaiting) {
    maxWaiting = newMaxWaiting;
  }

  /**
   * Waits for a permit.
   *
   * @return false when there was no place to wait in, at once, or somebody more important took it
   */
  public boolean tryAcquire(Priority priority) {
    if (acquireNow()) {
      return true;
    }
    var waiter = new Waiter(Thread.currentThread());
    lock.lock();
    try {
      if (hasPlace(priority)) {
        queue(waiter, priority);
      } else if (!replace(waiter, priority)) {
        return false;
      }
    } finally {
      lock.unlock();
    }
    return waiter.await();
  }

  /** Waits for a permit, however many wait. */
  public void acquire() {
    if (acquireNow()) {
      return;
    }
    var waiter = new Waiter(Thread.currentThread());
    lock.lock();
    try {
      queue(waiter, Priority.HIGH);
    } finally {
      lock.unlock();
    }
    var _ = waiter.await();
  }

  /** Takes a permit if one is free and nobody waits for it; never waits. */
  public boolean acquireNow() {
    return waiting.get() == 0 && take();
  }

  /** Gives a permit back. */
  public void release() {
    active.decrementAndGet();
    letIn();
  }

  /** How many hold a permit. */
  public int active() {
    return active.get();
  }

  /** The limit in force. */
  public int limit() {
    return limit;
  }

  /** How many wait. */
  public int waiting() {
    return waiting.get();
  }

  private boolean take() {
    while (true) {
      var taken = active.get();
      if (taken >= limit) {
        return false;
      }
      if (active.compareAndSet(taken, taken + 1)) {
        return true;
      }
    }
  }

  /**
   * Under the lock. Counts the waiter before it looks for a permit, as {@link #release} frees one
   * before it looks for waiters: one of the two sees the other.
   */
  private void queue(Waiter waiter, Priority priority) {
    of(priority).addLast(waiter);
    waiting.incrementAndGet();
    letInLocked();
  }

  /**
   * Under the lock. As many wait after it as before it, and never fewer in between: a free permit
   * is not for those who come now.
   *
   * @return false when nobody who waits matters less
   */
  private boolean replace(Waiter waiter, Priority priority) {
    var less = lessImportant(priority);
    if (less == null) {
      return false;
    }
    of(priority).addLast(waiter);
    letInLocked();
    less.tell(Waiter.TURNED_AWAY);
    return true;
  }

  private void letIn() {
    if (waiting.get() == 0) {
      return;
    }
    lock.lock();
    try {
      letInLocked();
    } finally {
      lock.unlock();
    }
  }

  private void letInLocked() {
    while (waiting.get() > 0 && take()) {
      for (var priority : MOST_IMPORTANT_FIRST) {
        var first = of(priority).pollFirst();
        if (first != null) {
          waiting.decrementAndGet();
          first.tell(Waiter.LET_IN);
          break;
        }
      }
    }
  }

  private boolean hasPlace(Priority priority) {
    var room =
        switch (priority) {
          case LOW -> (maxWaiting + 1L) / 2;
          case NORMAL, HIGH -> maxWaiting;
        };
    return waiting.get() < room;
  }

  private @Nullable Waiter lessImportant(Priority priority) {
    for (var other : Priority.values()) {
      if (other.compareTo(priority) >= 0) {
        return null;
      }
      var newest = of(other).pollLast();
      if (newest != null) {
        return newest;
      }
    }
    return null;
  }

  private Deque<Waiter> of(Priority priority) {
    var queue = queues.get(priority);
    if (queue == null) {
      throw new IllegalStateException("every priority has its queue");
    }
    return queue;
  }

  /** A thread that waits. */
  private static final class Waiter {
    private static final int WAITING = 0;
    private static final int LET_IN = 1;
    private static final int TURNED_AWAY = 2;

    private final Thread thread;
    private volatile int state = WAITING;

    Waiter(Thread thread) {
      this.thread = thread;
    }

    void tell(int outcome) {
      state = outcome;
      LockSupport.unpark(thread);
    }

    /** Whether it was let in; an interrupt is kept for later. */
    boolean await() {
      var interrupted = false;
      while (state == WAITING) {
        LockSupport.park(this);
        interrupted |= Thread.interrupted();
      }
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
      return state == LET_IN;
    }
  }
}
