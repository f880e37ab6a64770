package ai.hal9.engine.queue;

import ai.hal9.engine.dialogue.Dialogue;
import ai.hal9.engine.store.SignalIds;
import ai.hal9.engine.store.StoredRow;
import ai.hal9.engine.store.Tuple;
import io.lettuce.core.RedisException;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BooleanSupplier;

/**
 * Finds a signal among the entries: those appended about when its id was made, and all since then
 * that are set aside, which may have been so late.
 */
final class WaitingSignals {

  /** How much older and younger than its signals an entry may be, clocks differing included. */
  private static final long BEFORE_MILLIS = 2_000;

  private static final long AFTER_MILLIS = 10_000;
  private static final int MOST_SEARCHED = 4_096;

  private final QueueKeys keys;
  private final BooleanSupplier sharded;

  /**
   * The signals of a queue.
   *
   * @param sharded whether any may be set aside
   */
  WaitingSignals(QueueKeys keys, BooleanSupplier sharded) {
    this.keys = keys;
    this.sharded = sharded;
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
    if (found.isEmpty() && sharded.getAsBoolean()) {
      for (var shard : redis.ask(commands -> commands.hkeys(keys.aside()))) {
        found = search(redis, keys.aside(shard), from, "+", id);
        if (found.isPresent()) {
          break;
        }
      }
    }
    return found;
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
