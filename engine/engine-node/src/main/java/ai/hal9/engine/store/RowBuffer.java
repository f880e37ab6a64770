package ai.hal9.engine.store;

import ai.hal9.engine.store.BatchTally.Trigger;
import ai.hal9.engine.tuning.EngineTuning.Performance;
import ai.hal9.engine.tuning.LiveTuning;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Collects rows and hands them to writers in batches. A batch goes when {@code signal_buffer_size}
 * rows wait, when the oldest waited {@code buffer_flush_ms}, or, with {@code group_commit}, as soon
 * as a writer is free. It takes all that waits, up to 1,000.
 */
public final class RowBuffer {

  static final int MAX_BATCH = 1_000;
  static final int MAX_ROWS = 100_000;

  /** A row not committed after so long is refused while PostgreSQL rejects batches or hangs. */
  static final Duration PATIENCE = Duration.ofMillis(900);

  /**
   * A batch not committed after so long is waited for by no client any more: it hangs at a lock, or
   * there is no standby that it must wait for. Longer than it takes to find out that a standby is
   * gone and to go on without it.
   */
  static final Duration STUCK = Duration.ofSeconds(8);

  private static final Logger LOG = LoggerFactory.getLogger(RowBuffer.class);
  private static final long IDLE_NANOS = Duration.ofSeconds(1).toNanos();
  private static final long GONE_NANOS = Duration.ofMillis(50).toNanos();

  private final RowTable table;
  private final RowQueue queue;
  private final Connections connections;
  private final BooleanSupplier reachable;
  private final LiveTuning tuning;
  private final LongSupplier nanoTime;
  private final BatchTally tally;
  private final AtomicLong unstored = new AtomicLong();
  private final List<BufferWriter> writers = new CopyOnWriteArrayList<>();
  private volatile boolean closing;

  /**
   * A buffer with its writers.
   *
   * @param share waiting rows take up to this part of the heap, as in a fourth
   */
  RowBuffer(
      RowTable table,
      int share,
      Connections connections,
      BooleanSupplier reachable,
      LiveTuning tuning,
      BatchTally tally,
      LongSupplier nanoTime) {
    this.table = table;
    this.queue = new RowQueue(MAX_ROWS, Runtime.getRuntime().maxMemory() / share);
    this.connections = connections;
    this.reachable = reachable;
    this.tuning = tuning;
    this.nanoTime = nanoTime;
    this.tally = tally;
    tuning.onChange(values -> resize(values.performance().bufferWriters()));
  }

  /**
   * Takes a row, or returns false when there is no room; never blocks.
   *
   * @param promised whether it must be tried again until it is stored
   */
  public boolean offer(PendingRow row, boolean promised) {
    row.offered(nanoTime.getAsLong(), promised);
    if (promised) {
      unstored.getAndIncrement();
    }
    var waiting = queue.offer(row);
    if (waiting < 0) {
      if (promised) {
        unstored.getAndDecrement();
      }
      return false;
    }
    var performance = tuning.current().performance();
    if (performance.groupCommit() || waiting == 1 || waiting >= performance.signalBufferSize()) {
      wakeOne();
    }
    return true;
  }

  /** How many rows wait for a writer. */
  public int waiting() {
    return queue.size();
  }

  boolean crowded() {
    return queue.crowded();
  }

  AtomicLong unstored() {
    return unstored;
  }

  /**
   * Refuses what nobody was promised: everything while PostgreSQL is gone, else what is overdue
   * while a batch fails or hangs. One that hangs may still be stored, after its rows were refused.
   */
  void sweep(String reason) {
    var gone = !reachable.getAsBoolean();
    var now = nanoTime.getAsLong();
    var stuck = writers.stream().filter(writer -> writer.busySince(now - STUCK.toNanos())).toList();
    if (!gone && stuck.isEmpty() && writers.stream().noneMatch(BufferWriter::failing)) {
      return;
    }
    queue.removeIf(row -> (gone || overdue(row, now)) && row.tellRefused(reason));
    if (gone) {
      writers.forEach(writer -> writer.refuseInFlight(reason));
    } else {
      stuck.forEach(writer -> writer.refuseInFlight(row -> overdue(row, now), reason));
    }
  }

  void wakeAll() {
    writers.forEach(BufferWriter::wake);
  }

  /** Writes what waits, until the deadline; returns how many promised rows were lost. */
  public long close(Duration deadline) throws InterruptedException {
    closing = true;
    wakeAll();
    var end = nanoTime.getAsLong() + deadline.toNanos();
    while (nanoTime.getAsLong() < end
        && (queue.size() > 0 || writers.stream().anyMatch(BufferWriter::busy))) {
      wakeAll();
      Thread.sleep(5);
    }
    writers.forEach(BufferWriter::stop);
    queue.removeIf(row -> row.tellRefused("the node is stopping"));
    var lost = unstored.get();
    if (lost > 0) {
      LOG.error("{} {} that were promised were not stored before the stop", lost, table.noun());
    }
    return lost;
  }

  /** For a writer: waits until a batch is due and takes it; 0 when the writer is to end. */
  int await(BufferWriter writer, PendingRow[] into) {
    while (!writer.stopped()) {
      var trigger = due();
      if (trigger != null) {
        var taken = queue.take(into, MAX_BATCH);
        if (taken > 0) {
          writer.trigger(trigger);
          return taken;
        }
      }
      writer.parked(true);
      if (due() == null) {
        LockSupport.parkNanos(this, patience());
      }
      writer.parked(false);
    }
    return 0;
  }

  static boolean overdue(PendingRow row, long now) {
    return now - row.offeredNanos() > PATIENCE.toNanos();
  }

  private @Nullable Trigger due() {
    var waiting = queue.size();
    if (waiting == 0 || !reachable.getAsBoolean()) {
      return null;
    }
    Performance performance = tuning.current().performance();
    if (waiting >= performance.signalBufferSize()) {
      return Trigger.SIZE;
    }
    if (performance.groupCommit()) {
      return Trigger.GROUP;
    }
    return closing || queueAge() >= performance.bufferFlush().toNanos() ? Trigger.TIME : null;
  }

  private long patience() {
    if (!reachable.getAsBoolean()) {
      return GONE_NANOS;
    }
    if (queue.size() == 0) {
      return IDLE_NANOS;
    }
    return Math.max(1, tuning.current().performance().bufferFlush().toNanos() - queueAge());
  }

  private long queueAge() {
    var oldest = queue.oldestNanos();
    return oldest == Long.MAX_VALUE ? 0 : nanoTime.getAsLong() - oldest;
  }

  private void wakeOne() {
    for (var writer : writers) {
      if (writer.wake()) {
        return;
      }
    }
  }

  private synchronized void resize(int count) {
    while (writers.size() < count) {
      var writer =
          new BufferWriter(
              this, table, connections, reachable, nanoTime, tally, writers.size() + 1);
      writers.add(writer);
      writer.start();
    }
    while (writers.size() > count) {
      writers.removeLast().stop();
    }
  }
}
