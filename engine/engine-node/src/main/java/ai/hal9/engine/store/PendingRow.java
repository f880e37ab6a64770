package ai.hal9.engine.store;

import ai.hal9.engine.trace.TraceContext;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import org.jspecify.annotations.Nullable;

/**
 * A row on its way into its table, and who is told what became of it. The request's own object
 * extends it, so that a row costs no object of its own.
 */
public abstract class PendingRow {

  private static final AtomicIntegerFieldUpdater<PendingRow> TOLD =
      AtomicIntegerFieldUpdater.newUpdater(PendingRow.class, "told");
  private static final UUID NONE = new UUID(0, 0);
  private static final byte[] EMPTY = {};
  private static final int OBJECT_BYTES = 400;

  /** The row behind this one in the queue. */
  @Nullable PendingRow next;

  private UUID id = NONE;
  private byte[] tuple = EMPTY;
  private boolean promised;
  private long offeredNanos;
  private volatile int told;

  /**
   * Sets the row of a signal.
   *
   * @param head the payload's JSON text, first part
   * @param tail and second part
   */
  protected final void row(UUID rowId, UUID neuron, byte[] head, byte[] tail) {
    id = rowId;
    tuple = CopyRow.encode(rowId, neuron, head, tail);
  }

  /** Sets the row of another table, which is not written by COPY. */
  protected final void row(UUID rowId) {
    id = rowId;
  }

  /**
   * The row is committed.
   *
   * @param takenNanos when its batch was taken
   * @param storedNanos when its batch had committed
   */
  protected abstract void stored(long takenNanos, long storedNanos);

  /** The row was given up before anyone was promised it; it may have been stored all the same. */
  protected abstract void refused(String reason);

  /** The row can never be stored although it was promised. */
  protected void givenUp(String reason) {}

  /** Which request the row comes from, if that is known. */
  public @Nullable TraceContext trace() {
    return null;
  }

  /** The row's id. */
  public final UUID id() {
    return id;
  }

  /** Whether the client has its answer already, so that the row must not be given up. */
  public final boolean promised() {
    return promised;
  }

  /** When the row was offered, on the monotonic clock. */
  public final long offeredNanos() {
    return offeredNanos;
  }

  /** Notes that it was offered. */
  public final void offered(long nanos, boolean promise) {
    offeredNanos = nanos;
    promised = promise;
  }

  /** The row as a tuple of COPY's binary format; read only. */
  public final byte[] tuple() {
    return tuple;
  }

  /** An estimate of the heap it holds. */
  final long weight() {
    return OBJECT_BYTES + (long) tuple.length;
  }

  final boolean told() {
    return told != 0;
  }

  /** Tells, once, that it is stored. */
  public final void tellStored(long takenNanos, long storedNanos) {
    if (TOLD.compareAndSet(this, 0, 1)) {
      stored(takenNanos, storedNanos);
    }
  }

  final void tellGivenUp(String reason) {
    if (TOLD.compareAndSet(this, 0, 1)) {
      if (promised) {
        givenUp(reason);
      } else {
        refused(reason);
      }
    }
  }

  /** Tells, once, that it is not; not where it was promised. Says whether it told. */
  public final boolean tellRefused(String reason) {
    if (!promised && TOLD.compareAndSet(this, 0, 1)) {
      refused(reason);
      return true;
    }
    return false;
  }
}
