package ai.hal9.engine.store;

import ai.hal9.engine.store.BatchTally.Trigger;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One thread that writes batches. A batch that fails is tried again row by id, so that an attempt
 * whose outcome is unknown doubles nothing, until every row of it is stored or refused.
 */
final class BufferWriter {

  private static final Logger LOG = LoggerFactory.getLogger(BufferWriter.class);
  private static final Duration PAUSE = Duration.ofMillis(25);

  private final RowBuffer buffer;
  private final RowTable table;
  private final Connections connections;
  private final BooleanSupplier reachable;
  private final LongSupplier nanoTime;
  private final BatchTally tally;
  private final Thread thread;
  private final PendingRow[] batch = new PendingRow[RowBuffer.MAX_BATCH];
  private final CopyBuffer bytes = new CopyBuffer();
  private final AtomicBoolean parked = new AtomicBoolean();
  private Trigger trigger = Trigger.GROUP;
  private volatile long takenNanos;
  private volatile int inFlight;
  private volatile boolean failing;
  private volatile boolean stopped;

  BufferWriter(
      RowBuffer buffer,
      RowTable table,
      Connections connections,
      BooleanSupplier reachable,
      LongSupplier nanoTime,
      BatchTally tally,
      int number) {
    this.buffer = buffer;
    this.table = table;
    this.connections = connections;
    this.reachable = reachable;
    this.nanoTime = nanoTime;
    this.tally = tally;
    this.thread =
        Thread.ofPlatform()
            .daemon()
            .name(table.noun() + "-writer-" + number)
            .unstarted(this::write);
  }

  void start() {
    thread.start();
  }

  /** Ends the thread once its batch is settled. */
  void stop() {
    stopped = true;
    LockSupport.unpark(thread);
  }

  boolean stopped() {
    return stopped;
  }

  boolean busy() {
    return inFlight > 0;
  }

  /** Whether a batch of it has been waiting for its commit since then, or for longer. */
  boolean busySince(long nanos) {
    return inFlight > 0 && takenNanos - nanos <= 0;
  }

  /** Whether its last attempt failed. */
  boolean failing() {
    return failing;
  }

  void trigger(Trigger reason) {
    trigger = reason;
  }

  void parked(boolean value) {
    parked.set(value);
  }

  /** Wakes the thread if it is parked; says whether it was. */
  boolean wake() {
    if (parked.get() && parked.compareAndSet(true, false)) {
      LockSupport.unpark(thread);
      return true;
    }
    return false;
  }

  /** Refuses what it is writing and nobody was promised; from another thread. */
  void refuseInFlight(String reason) {
    refuseInFlight(row -> true, reason);
  }

  /** Refuses those of it that the test says. */
  void refuseInFlight(Predicate<PendingRow> which, String reason) {
    var count = inFlight;
    for (var i = 0; i < count; i++) {
      var row = batch[i];
      if (row != null && which.test(row)) {
        row.tellRefused(reason);
      }
    }
  }

  private void write() {
    while (!stopped) {
      var count = buffer.await(this, batch);
      if (count > 0) {
        takenNanos = nanoTime.getAsLong();
        inFlight = count;
        try {
          settle(count, takenNanos);
        } catch (RuntimeException e) {
          LOG.error("a batch of {} {} was given up", count, table.noun(), e);
          refuseInFlight("the batch failed: " + e.getMessage());
        } finally {
          inFlight = 0;
          Arrays.fill(batch, 0, count, null);
        }
      }
    }
  }

  private void settle(int count, long taken) {
    try {
      connections.use(
          table.writing(),
          connection -> {
            table.write(connection, batch, count, bytes);
            return count;
          });
      stored(count, taken);
    } catch (FencedException e) {
      fenced(e, count);
    } catch (SQLException e) {
      if (table.misplaced(e)) {
        elsewhere(count);
        return;
      }
      failed(e, count);
      retry(count, taken);
    }
  }

  private void retry(int all, long taken) {
    var count = all;
    var single = false;
    while (true) {
      count = keepUnsettled(count);
      if (count == 0) {
        return;
      }
      if (!reachable.getAsBoolean()) {
        if (stopped) {
          return;
        }
        pause();
        continue;
      }
      var trying = single ? 1 : count;
      try {
        connections.use(
            table.rewriting(),
            connection -> {
              table.writeUnlessThere(connection, batch, trying);
              return trying;
            });
        stored(trying, taken);
      } catch (FencedException e) {
        fenced(e, count);
        return;
      } catch (SQLException e) {
        if (table.misplaced(e)) {
          elsewhere(count);
          return;
        }
        failed(e, trying);
        if (SqlFailures.ofData(e) || SqlFailures.ofPartition(e)) {
          if (trying == 1) {
            giveUp(batch[0], e);
          }
          single = true;
        } else {
          pause();
        }
      }
    }
  }

  private void stored(int count, long taken) {
    failing = false;
    tally.committed(trigger, count);
    var now = nanoTime.getAsLong();
    for (var i = 0; i < count; i++) {
      var row = batch[i];
      if (row.promised()) {
        buffer.unstored().getAndDecrement();
      }
      row.tellStored(taken, now);
    }
  }

  /** Rows of other slots go that way too, and come back at once. */
  private void elsewhere(int count) {
    failing = false;
    for (var i = 0; i < count; i++) {
      var row = batch[i];
      if (!row.told()) {
        if (row.promised()) {
          buffer.unstored().getAndDecrement();
        }
        table.elsewhere(row);
      }
    }
  }

  private void giveUp(PendingRow row, SQLException e) {
    var trace = row.trace();
    try (var _ = trace == null ? null : trace.logging()) {
      LOG.error("PostgreSQL cannot hold {} {}: {}", table.noun(), row.id(), e.getMessage());
    }
    settleUnstored(row, "PostgreSQL cannot hold this");
  }

  private void fenced(FencedException e, int count) {
    LOG.warn("{} {} are not written: {}", count, table.noun(), e.getMessage());
    for (var i = 0; i < count; i++) {
      settleUnstored(batch[i], e.getMessage());
    }
  }

  private void settleUnstored(PendingRow row, @Nullable String reason) {
    if (row.promised()) {
      buffer.unstored().getAndDecrement();
    }
    row.tellGivenUp(String.valueOf(reason));
  }

  /** Moves the rows that still wait to the front and refuses those that waited too long. */
  private int keepUnsettled(int count) {
    var now = nanoTime.getAsLong();
    var kept = 0;
    for (var i = 0; i < count; i++) {
      var row = batch[i];
      if (!row.told() && RowBuffer.overdue(row, now)) {
        row.tellRefused("PostgreSQL did not commit in time");
      }
      if (!row.told()) {
        batch[kept++] = row;
      }
    }
    inFlight = kept;
    return kept;
  }

  private void failed(SQLException e, int count) {
    tally.failed();
    if (!failing) {
      LOG.warn(
          "PostgreSQL did not commit a batch of {} {} ({}); it is tried again",
          count,
          table.noun(),
          e.getMessage());
    }
    failing = true;
  }

  private void pause() {
    LockSupport.parkNanos(PAUSE.toNanos());
  }
}
