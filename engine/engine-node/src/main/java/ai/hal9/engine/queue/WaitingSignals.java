package ai.hal9.engine.queue;

import ai.hal9.engine.dialogue.Dialogue;
import ai.hal9.engine.shard.Slots;
import ai.hal9.engine.store.SignalIds;
import ai.hal9.engine.store.SignalStore;
import ai.hal9.engine.store.StoredRow;
import ai.hal9.engine.store.Tuple;
import io.lettuce.core.RedisException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Finds a signal among the entries: those appended about when its id was made, and all since then
 * that are set aside for its shard, which may have been so late.
 */
final class WaitingSignals {

  /** How much older and younger than its signals an entry may be, clocks differing included. */
  private static final long BEFORE_MILLIS = 2_000;

  private static final long AFTER_MILLIS = 10_000;
  private static final int MOST_SEARCHED = 4_096;

  private final QueueKeys keys;
  private final SignalStore store;

  /**
   * The signals of a queue.
   *
   * @param store knows which shard a signal waits for
   */
  WaitingSignals(QueueKeys keys, SignalStore store) {
    this.keys = keys;
    this.store = store;
  }

  /**
   * The signal; blocks.
   *
   * @param id that tells when it was made
   * @throws RedisException when Redis is out of reach
   */
  Optional<StoredRow> find(Dialogue<byte[]> redis, UUID id) {
    var millis = SignalIds.millis(id);
    var from = Long.toString(millis - BEFORE_MILLIS);
    var found = search(redis, keys.entries(), from, Long.toString(millis + AFTER_MILLIS), id);
    if (found.isEmpty() && store.shardCount() > 1) {
      for (var shard : aside(redis, id)) {
        found = search(redis, keys.aside(shard), from, "+", id);
        if (found.isPresent()) {
          break;
        }
      }
    }
    return found;
  }

  /** The shards that a signal may be set aside for: its own, or any where that is not known. */
  private List<String> aside(Dialogue<byte[]> redis, UUID id) {
    var own = store.shard(Slots.of(id));
    return own.isPresent()
        ? List.of(Integer.toString(own.getAsInt()))
        : redis.ask(commands -> commands.hkeys(keys.aside()));
  }

  private static Optional<StoredRow> search(
      Dialogue<byte[]> redis, String stream, String first, String last, UUID id) {
    var from = first;
    for (var searched = 0; searched < MOST_SEARCHED; searched += EntryPage.MOST) {
      var page = EntryPage.of(redis, stream, from, last, EntryPage.MOST);
      for (var message : page.messages()) {
        var found = in(QueueEntry.of(message), id);
        if (found.isPresent()) {
          return found;
        }
      }
      if (page.messages().size() < EntryPage.MOST) {
        break;
      }
      from = page.behind();
    }
    return Optional.empty();
  }

  private static Optional<StoredRow> in(QueueEntry entry, UUID id) {
    try {
      return entry.tuples().stream()
          .filter(tuple -> tuple.id().equals(id))
          .findFirst()
          .map(Tuple::row);
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
