package ai.hal9.engine.resilience;

import ai.hal9.api.signal.Priority;
import ai.hal9.engine.resilience.Wish.State;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
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
  private final Map<Priority, Deque<Wish>> queues = new EnumMap<>(Priority.class);
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
    return acquireNow() || tryAcquire(new Wish(priority));
  }

  /** Waits for a permit, like {@link #tryAcquire(Priority)}. */
  public boolean tryAcquire(Wish wish) {
    if (acquireNow()) {
      return true;
    }
    lock.lock();
    try {
      if (hasPlace(wish.priority())) {
        queue(wish);
      } else if (!replace(wish)) {
        wish.tell(State.TURNED_AWAY);
      }
    } finally {
      lock.unlock();
    }
    return wish.await();
  }

  /** Lets a wish matter more from now on, if it does not yet and nothing has become of it. */
  public void raise(Wish wish, Priority priority) {
    if (wish.priority().compareTo(priority) >= 0) {
      return;
    }
    lock.lock();
    try {
      if (wish.waits() && wish.priority().compareTo(priority) < 0) {
        var queued = of(wish.priority()).remove(wish);
        wish.priority(priority);
        if (queued) {
          of(priority).addLast(wish);
        }
      }
    } finally {
      lock.unlock();
    }
  }

  /** Waits for a permit, however many wait. */
  public void acquire() {
    if (acquireNow()) {
      return;
    }
    var wish = new Wish(Priority.HIGH);
    lock.lock();
    try {
      queue(wish);
    } finally {
      lock.unlock();
    }
    var _ = wish.await();
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
   * Under the lock. Counts who waits before it looks for a permit, as {@link #release} frees one
   * before it looks for who waits: one of the two sees the other.
   */
  private void queue(Wish wish) {
    of(wish.priority()).addLast(wish);
    waiting.incrementAndGet();
    letInLocked();
  }

  /**
   * Under the lock. As many wait after it as before it, and never fewer in between: a free permit
   * is not for those who come now.
   *
   * @return false when nobody who waits matters less
   */
  private boolean replace(Wish wish) {
    var less = lessImportant(wish.priority());
    if (less == null) {
      return false;
    }
    of(wish.priority()).addLast(wish);
    letInLocked();
    less.tell(State.TURNED_AWAY);
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
          first.tell(State.LET_IN);
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

  private @Nullable Wish lessImportant(Priority priority) {
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

  private Deque<Wish> of(Priority priority) {
    var queue = queues.get(priority);
    if (queue == null) {
      throw new IllegalStateException("every priority has its queue");
    }
    return queue;
  }
}
