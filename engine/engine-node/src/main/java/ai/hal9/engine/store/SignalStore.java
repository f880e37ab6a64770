package ai.hal9.engine.store;

import ai.hal9.engine.resilience.Readiness;
import ai.hal9.engine.shard.Slots;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;

/** Where signals are kept. */
public interface SignalStore {

  /** What became of an offered row. */
  enum Admission {
    /** It will be told when it is committed or refused. */
    TAKEN,
    /** More waits than is held; the row was not taken. */
    FULL,
    /** PostgreSQL is gone; the row was not taken. */
    UNAVAILABLE
  }

  /** Whether PostgreSQL answers, a shard of it at least. */
  boolean available();

  /**
   * Whether PostgreSQL answers where a slot lies; a few volatile reads.
   *
   * @param slot of {@link Slots}, or {@link Slots#ANY}
   */
  boolean available(int slot);

  /** How many shards there are. */
  int shardCount();

  /** The shard a slot lies on; empty where that is not known, or there is but one. */
  OptionalInt shard(int slot);

  /**
   * The shard a slot lies on, where that one is gone and others may not be; empty where rows of the
   * slot can be tried, and where it is not known where it lies. A few volatile reads.
   */
  OptionalInt gone(int slot);

  /** Whether any slot's shard may be {@link #gone}: where not, no slot need be asked. */
  boolean anyGone();

  /**
   * Whether rows that waited for a shard can be tried: it answers, or the map gives it nothing.
   *
   * @param shard its id
   */
  boolean back(int shard);

  /** Whether so much waits for where a row goes that nobody should be promised it before. */
  boolean crowded(UUID id);

  /**
   * Takes a row to be committed; never blocks.
   *
   * @param promised whether the client gets its answer before the commit: then the row is kept and
   *     tried again while PostgreSQL is gone
   */
  Admission offer(PendingRow row, boolean promised);

  /**
   * A stored row; blocks.
   *
   * @throws StoreException when PostgreSQL cannot be asked
   */
  Optional<StoredRow> find(UUID id);

  /**
   * The first answer to an idempotency key, if it was used within its life; blocks.
   *
   * @param slot that of the signals that come with the key
   * @throws StoreException when PostgreSQL cannot be asked
   */
  Optional<FirstAnswer> firstAnswer(int slot, String key);

  /**
   * Commits a row together with its idempotency key, unless the key has an answer: then neither.
   * Returns the answer that stands; it is the given one when it has the row's id. Blocks.
   *
   * @throws StoreException when PostgreSQL did not commit; the outcome may be unknown
   */
  FirstAnswer storeFirst(String key, FirstAnswer answer, PendingRow row);

  /**
   * Commits rows that nobody has written before, of each shard all or none; blocks.
   *
   * @param tuples made by {@link PendingRow}s, one after the other in each array
   * @param rows how many there are
   * @throws StoreException when they may not be committed; the outcome may be unknown
   */
  void writeNew(List<byte[]> tuples, int rows);

  /**
   * Commits those of the rows that are not there yet, of each shard all or none; blocks.
   *
   * @throws StoreException when they may not be committed
   */
  void writeMissing(List<Tuple> rows);

  /** For readiness: the first shard, then the others, which a node that runs can do without. */
  List<Readiness.Part> parts();

  /** Writes what waits, for so long at most, then lets go of PostgreSQL. */
  void close(Duration deadline);
}
