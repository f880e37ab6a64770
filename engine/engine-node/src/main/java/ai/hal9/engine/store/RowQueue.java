package ai.hal9.engine.store;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Rows waiting for a writer, first in, first out. Offering takes no lock: a row is pushed on a
 * stack (Treiber, 1986) that takers turn over into their own list.
 */
public final class RowQueue {

  private final AtomicReference<@Nullable PendingRow> intake = new AtomicReference<>();
  private final AtomicInteger size = new AtomicInteger();
  private final AtomicLong weight = new AtomicLong();
  private final ReentrantLock taking = new ReentrantLock();
  private final int maxRows;
  private final long maxWeight;
  private @Nullable PendingRow first;
  private @Nullable PendingRow last;

  /**
   * An empty queue.
   *
   * @param maxRows rows there is room for
   * @param maxWeight bytes there is room for, about
   */
  public RowQueue(int maxRows, long maxWeight) {
    this.maxRows = maxRows;
    this.maxWeight = maxWeight;
  }

  /** How many wait once it is in, or -1 when there is no room. */
  public int offer(PendingRow row) {
    if (size.get() >= maxRows || weight.get() >= maxWeight) {
      return -1;
    }
    weight.getAndAdd(row.weight());
    var waiting = size.incrementAndGet();
    PendingRow top;
    do {
      top = intake.get();
      row.next = top;
    } while (!intake.compareAndSet(top, row));
    return waiting;
  }

  /** How many wait. */
  public int size() {
    return size.get();
  }

  /** Whether the queue is so full that those who could be answered early should wait. */
  boolean crowded() {
    return size.get() >= maxRows / 2 || weight.get() >= maxWeight / 2;
  }

  /** Takes the oldest into the array; returns how many. */
  int take(PendingRow[] into, int most) {
    return take(into, most, Long.MAX_VALUE);
  }

  /**
   * Takes the oldest into the array; returns how many.
   *
   * @param mostBytes of tuples; a single row may be larger
   */
  public int take(PendingRow[] into, int most, long mostBytes) {
    taking.lock();
    try {
      turnOver();
      var taken = 0;
      var freed = 0L;
      var bytes = 0L;
      while (taken < most) {
        var row = first;
        if (row == null) {
          break;
        }
        bytes += row.tuple().length;
        if (taken > 0 && bytes > mostBytes) {
          break;
        }
        first = row.next;
        row.next = null;
        into[taken++] = row;
        freed += row.weight();
      }
      if (first == null) {
        last = null;
      }
      size.getAndAdd(-taken);
      weight.getAndAdd(-freed);
      return taken;
    } finally {
      taking.unlock();
    }
  }

  /** When the oldest was offered, or {@code Long.MAX_VALUE} when none waits. */
  long oldestNanos() {
    taking.lock();
    try {
      turnOver();
      return first == null ? Long.MAX_VALUE : first.offeredNanos();
    } finally {
      taking.unlock();
    }
  }

  /** Takes out what the test says; returns how many. */
  public int removeIf(Predicate<PendingRow> test) {
    taking.lock();
    try {
      turnOver();
      var removed = 0;
      var freed = 0L;
      PendingRow kept = null;
      for (var row = first; row != null; row = row.next) {
        if (test.test(row)) {
          removed++;
          freed += row.weight();
          if (kept == null) {
            first = row.next;
          } else {
            kept.next = row.next;
          }
        } else {
          kept = row;
        }
      }
      last = kept;
      size.getAndAdd(-removed);
      weight.getAndAdd(-freed);
      return removed;
    } finally {
      taking.unlock();
    }
  }

  private void turnOver() {
    var row = intake.getAndSet(null);
    if (row == null) {
      return;
    }
    var newest = row;
    PendingRow turned = null;
    while (row != null) {
      var older = row.next;
      row.next = turned;
      turned = row;
      row = older;
    }
    if (last == null) {
      first = turned;
    } else {
      last.next = turned;
    }
    last = newest;
  }
}
