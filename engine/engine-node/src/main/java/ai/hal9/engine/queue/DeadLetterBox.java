package ai.hal9.engine.queue;

import static java.nio.charset.StandardCharsets.UTF_8;

import ai.hal9.engine.dialogue.Dialogue;
import ai.hal9.engine.store.Tuple;
import io.lettuce.core.RedisException;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.StreamMessage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The dead letters that wait for somebody's decision. Blocks; each throws {@link RedisException}
 * when Redis is out of reach.
 */
final class DeadLetterBox {

  private final QueueKeys keys;

  DeadLetterBox(QueueKeys keys) {
    this.keys = keys;
  }

  /** How many there are. */
  long count(Dialogue<byte[]> redis) {
    return redis.ask(commands -> commands.xlen(keys.dead()));
  }

  /** The oldest. */
  List<DeadLetter> oldest(Dialogue<byte[]> redis, int most) {
    var letters = new ArrayList<DeadLetter>();
    var from = "-";
    while (letters.size() < most) {
      var wanted = Math.min(EntryPage.MOST, most - letters.size());
      var page = EntryPage.of(redis, keys.dead(), from, "+", wanted);
      page.messages().stream().map(DeadLetterBox::letter).forEach(letters::add);
      if (page.messages().size() < wanted) {
        break;
      }
      from = page.behind();
    }
    return List.copyOf(letters);
  }

  /** Puts these back among the entries; how many there were. */
  int redrive(Dialogue<byte[]> redis, List<String> ids) {
    var arguments = ids.stream().map(id -> id.getBytes(UTF_8)).toArray(byte[][]::new);
    Long moved =
        redis.ask(
            commands ->
                commands.eval(Scripts.REDRIVE, ScriptOutputType.INTEGER, keys.all(), arguments));
    return Math.toIntExact(moved);
  }

  /** Drops these for good; how many there were. */
  int discard(Dialogue<byte[]> redis, List<String> ids) {
    var names = ids.toArray(String[]::new);
    return Math.toIntExact(redis.ask(commands -> commands.xdel(keys.dead(), names)));
  }

  private static DeadLetter letter(StreamMessage<String, byte[]> message) {
    var entry = QueueEntry.of(message);
    List<UUID> signals;
    try {
      signals = entry.tuples().stream().map(Tuple::id).toList();
    } catch (IllegalArgumentException e) {
      signals = List.of();
    }
    return new DeadLetter(
        entry.id(),
        Instant.ofEpochMilli(entry.millis()),
        reason(message),
        signals,
        entry.rows().length);
  }

  private static String reason(StreamMessage<String, byte[]> message) {
    byte @Nullable [] text = message.getBody().get(QueueKeys.REASON);
    return text == null ? "" : new String(text, UTF_8);
  }
}
