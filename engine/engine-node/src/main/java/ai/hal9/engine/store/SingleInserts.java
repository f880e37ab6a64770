package ai.hal9.engine.store;

import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The plain way, while batching is off: one INSERT and one commit a row, each on its thread. */
final class SingleInserts {

  private static final Logger LOG = LoggerFactory.getLogger(SingleInserts.class);
  private static final Duration PAUSE = Duration.ofMillis(100);

  private final Connections connections;
  private final Executor threads;
  private final LongSupplier nanoTime;
  private final BatchMeters.OfShard meters;
  private final AtomicLong unstored;
  private final Consumer<PendingRow> elsewhere;
  private final AtomicInteger inFlight = new AtomicInteger();
  private volatile boolean closed;

  SingleInserts(
      Connections connections,
      Executor threads,
      LongSupplier nanoTime,
      BatchMeters.OfShard meters,
      AtomicLong unstored,
      Consumer<PendingRow> elsewhere) {
    this.connections = connections;
    this.threads = threads;
    this.nanoTime = nanoTime;
    this.meters = meters;
    this.unstored = unstored;
    this.elsewhere = elsewhere;
  }

  boolean offer(PendingRow row, boolean promised) {
    if (inFlight.get() >= RowBuffer.MAX_ROWS) {
      return false;
    }
    inFlight.getAndIncrement();
    row.offered(nanoTime.getAsLong(), promised);
    if (promised) {
      unstored.getAndIncrement();
    }
    threads.execute(() -> store(row));
    return true;
  }

  boolean busy() {
    return inFlight.get() > 0;
  }

  void close() {
    closed = true;
  }

  private void store(PendingRow row) {
    var taken = nanoTime.getAsLong();
    try {
      while (!tryStore(row, taken)) {
        LockSupport.parkNanos(PAUSE.toNanos());
      }
    } finally {
      inFlight.getAndDecrement();
    }
  }

  /** Whether the row is settled; one that was promised stays until it is stored, if it can be. */
  private boolean tryStore(PendingRow row, long taken) {
    try {
      connections.use(
          "insert",
          connection ->
              SignalRows.inTheirMonths(
                  connection,
                  List.of(row.id()),
                  open -> {
                    SignalRows.insert(open, row);
                    return row;
                  }));
    } catch (SQLException e) {
      if (SlotFence.stopped(e)) {
        if (row.promised()) {
          unstored.getAndDecrement();
        }
        elsewhere.accept(row);
        return true;
      }
      if (!SqlFailures.alreadyThere(e)) {
        meters.failed();
        if (!row.promised()) {
          LOG.debug("PostgreSQL did not store signal {}", row.id(), e);
          row.tellRefused("PostgreSQL did not store the signal: " + e.getMessage());
          return true;
        }
        if (!SqlFailures.ofData(e) && !SqlFailures.ofPartition(e)) {
          return closed;
        }
        LOG.error("PostgreSQL cannot hold signal {}: {}", row.id(), e.getMessage());
        unstored.getAndDecrement();
        row.tellGivenUp("PostgreSQL cannot hold this");
        return true;
      }
    }
    meters.committedAlone(1);
    if (row.promised()) {
      unstored.getAndDecrement();
    }
    row.tellStored(taken, nanoTime.getAsLong());
    return true;
  }
}
