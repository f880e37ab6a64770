package ai.hal9.engine.store;

import ai.hal9.engine.shard.Slots;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Rows that no shard takes right now, since their slot moves: they are handed to the shard where it
 * lies as soon as that is known.
 */
final class HeldRows {

  private static final Logger LOG = LoggerFactory.getLogger(HeldRows.class);
  private static final int BATCH = 1_000;
  private static final int MAX_ROWS = 100_000;
  private static final int HEAP_SHARE = 8;
  private static final long LOOK_NANOS = 10_000_000;
  private static final long IDLE_NANOS = 1_000_000_000;

  private final ShardRoutes routes;
  private final Runnable refresh;
  private final LongSupplier nanoTime;
  private final RowQueue queue =
      new RowQueue(MAX_ROWS, Runtime.getRuntime().maxMemory() / HEAP_SHARE);
  private final AtomicInteger promised = new AtomicInteger();
  private final PendingRow[] batch = new PendingRow[BATCH];
  private final Thread thread = Thread.ofPlatform().daemon().name("held-rows").unstarted(this::run);
  private volatile boolean stopped;

  /**
   * None held yet.
   *
   * @param refresh finds out anew where slots lie
   */
  HeldRows(ShardRoutes routes, Runnable refresh, LongSupplier nanoTime) {
    this.routes = routes;
    this.refresh = refresh;
    this.nanoTime = nanoTime;
  }

  void start() {
    thread.start();
  }

  int count() {
    return queue.size();
  }

  /** How many of them a client was promised. */
  int promised() {
    return promised.get();
  }

  /** Takes a new row; false when there is no room. */
  boolean offer(PendingRow row, boolean promise) {
    row.offered(nanoTime.getAsLong(), promise);
    return hold(row);
  }

  /** Takes a row that a shard has kept out. */
  void keptOut(PendingRow row) {
    if (stopped) {
      row.tellGivenUp("the node is stopping");
    } else if (!hold(row)) {
      row.tellGivenUp("too many signals wait for users that move to another shard");
    }
  }

  private boolean hold(PendingRow row) {
    var taken = queue.offer(row) >= 0;
    if (taken && row.promised()) {
      promised.getAndIncrement();
    }
    LockSupport.unpark(thread);
    return taken;
  }

  /** Waits for what was promised, so long at most, and refuses the rest. */
  void close(Duration deadline) {
    var end = nanoTime.getAsLong() + deadline.toNanos();
    while (promised.get() > 0 && nanoTime.getAsLong() < end) {
      LockSupport.parkNanos(LOOK_NANOS);
    }
    stopped = true;
    LockSupport.unpark(thread);
    queue.removeIf(row -> row.tellRefused("the node is stopping"));
    if (promised.get() > 0) {
      LOG.error("{} signals that were promised still waited for their users' shard", promised);
    }
  }

  private void run() {
    while (!stopped) {
      if (queue.size() == 0) {
        LockSupport.parkNanos(this, IDLE_NANOS);
        continue;
      }
      refresh.run();
      pass();
      if (queue.size() > 0) {
        LockSupport.parkNanos(LOOK_NANOS);
      }
    }
  }

  /** Hands on what can be, once each. */
  private void pass() {
    for (var left = queue.size(); left > 0; ) {
      var count = queue.take(batch, Math.min(left, BATCH));
      if (count == 0) {
        return;
      }
      left -= count;
      for (var i = 0; i < count; i++) {
        handOn(batch[i]);
      }
      Arrays.fill(batch, 0, count, null);
    }
  }

  private void handOn(PendingRow row) {
    if (row.promised()) {
      promised.getAndDecrement();
    }
    var shard = routes.taker(Slots.of(row.id()));
    if (shard == null) {
      if (row.promised() || !RowBuffer.overdue(row, nanoTime.getAsLong())) {
        keptOut(row);
      } else {
        row.tellRefused("its user moves to another shard");
      }
      return;
    }
    switch (shard.offer(row, row.promised())) {
      case TAKEN -> {}
      case FULL -> row.tellGivenUp("too many signals wait to be stored");
      case UNAVAILABLE -> row.tellRefused("PostgreSQL does not answer");
    }
  }
}
