package ai.hal9.engine.queue;

import ai.hal9.engine.shard.Slots;
import ai.hal9.engine.store.PendingRow;
import ai.hal9.engine.store.StoredRow;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Where signals of durability {@code queued} wait for PostgreSQL. */
public interface SignalQueue {

  /** Why no signal can be queued now; empty when one can. One volatile read. */
  Optional<Obstacle> obstacle();

  /**
   * Why no signal of a slot can be queued now: as {@link #obstacle()}, or as many wait for its
   * shard, which is gone, as may. A few volatile reads.
   *
   * @param slot of {@link Slots}, or {@link Slots#ANY}
   */
  Optional<Obstacle> obstacle(int slot);

  /**
   * Takes a row to be appended; never blocks. The row is told when it is in the queue for good, or
   * refused.
   *
   * @return false when more waits to be appended than the node holds
   */
  boolean offer(PendingRow row);

  /**
   * A signal that waits in the queue; blocks. Looks among the entries appended about when the id
   * was made, 4,096 at most.
   *
   * @throws QueueException when the queue cannot be asked
   */
  Optional<StoredRow> find(UUID id);

  /**
   * How it is; blocks.
   *
   * @throws QueueException when the queue cannot be asked
   */
  QueueState state();

  /**
   * The oldest dead letters; blocks.
   *
   * @throws QueueException when the queue cannot be asked
   */
  List<DeadLetter> deadLetters(int most);

  /**
   * Puts dead letters back into the queue, to be tried again; blocks. Returns how many there were.
   *
   * @param ids of {@link DeadLetter}s
   * @throws QueueException when the queue cannot be asked
   */
  int redrive(List<String> ids);

  /**
   * Drops dead letters for good; blocks. Returns how many there were.
   *
   * @param ids of {@link DeadLetter}s
   * @throws QueueException when the queue cannot be asked
   */
  int discard(List<String> ids);

  /** Lets what is being appended and committed end, for so long at most. */
  void close(Duration deadline);

  /** No queue: nothing can be queued, nothing is found. */
  static SignalQueue none() {
    return new NoQueue();
  }

  /**
   * Why nothing can be queued.
   *
   * @param full whether the queue is as long as it may be; else its Redis is away or unfit
   * @param message for the client
   */
  record Obstacle(boolean full, String message) {}
}
