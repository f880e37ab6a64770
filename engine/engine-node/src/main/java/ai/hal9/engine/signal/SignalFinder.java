package ai.hal9.engine.signal;

import ai.hal9.api.signal.Durability;
import ai.hal9.engine.queue.QueueException;
import ai.hal9.engine.queue.SignalQueue;
import ai.hal9.engine.store.SignalStore;
import ai.hal9.engine.store.StoreException;
import ai.hal9.engine.store.StoredRow;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds an acknowledged signal: in Redis or PostgreSQL, else in the queue, else in PostgreSQL
 * again, where a consumer may have brought it between the two looks.
 */
final class SignalFinder {

  private static final Logger LOG = LoggerFactory.getLogger(SignalFinder.class);

  private final SignalStore store;
  private final SignalQueue queue;
  private final SignalCache cache;

  SignalFinder(SignalStore store, SignalQueue queue, SignalCache cache) {
    this.store = store;
    this.queue = queue;
    this.cache = cache;
  }

  /**
   * The signal; blocks.
   *
   * @throws StoreException when PostgreSQL cannot be asked and the queue does not have it
   */
  Optional<StoredSignal> find(UUID id) {
    StoreException failure = null;
    try {
      var stored = cache.find(id, () -> store.find(id));
      if (stored.isPresent()) {
        return stored.map(row -> signal(row, Durability.COMMITTED));
      }
    } catch (StoreException e) {
      failure = e;
    }
    var waiting = queued(id);
    if (waiting.isPresent()) {
      return waiting.map(row -> signal(row, Durability.QUEUED));
    }
    if (failure != null) {
      throw failure;
    }
    return store.find(id).map(row -> signal(row, Durability.COMMITTED));
  }

  private Optional<StoredRow> queued(UUID id) {
    try {
      return queue.find(id);
    } catch (QueueException e) {
      LOG.debug("The queue was not searched for {}", id, e);
      return Optional.empty();
    }
  }

  private static StoredSignal signal(StoredRow row, Durability durability) {
    return new StoredSignal(row.id(), row.neuronId(), row.timestamp(), row.payload(), durability);
  }
}
