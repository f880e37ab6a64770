package ai.hal9.engine.queue;

import static java.nio.charset.StandardCharsets.UTF_8;

import ai.hal9.engine.dialogue.Dialogue;
import io.lettuce.core.Consumer;
import io.lettuce.core.Limit;
import io.lettuce.core.Range;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.StreamMessage;
import io.lettuce.core.XAutoClaimArgs;
import io.lettuce.core.XClaimArgs;
import io.lettuce.core.XReadArgs;
import io.lettuce.core.XReadArgs.StreamOffset;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.async.RedisAsyncCommands;
import io.lettuce.core.models.stream.PendingMessage;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** What one consumer asks of the stream, on a connection of its own. */
final class EntrySource implements AutoCloseable {

  private final StatefulRedisConnection<String, byte[]> connection;
  private final Dialogue<byte[]> redis;
  private final QueueKeys keys;
  private final Consumer<String> consumer;

  EntrySource(StatefulRedisConnection<String, byte[]> connection, QueueKeys keys, String name) {
    this.connection = connection;
    this.redis = new Dialogue<>(connection);
    this.keys = keys;
    this.consumer = Consumer.from(QueueKeys.GROUP, name);
  }

  /** Entries nobody was given yet; waits for the first. */
  List<QueueEntry> fresh(int most, Duration block) {
    var from = StreamOffset.lastConsumed(keys.entries());
    var arguments = XReadArgs.Builder.count(most).block(block);
    return ofGroup(
        () -> {
          @SuppressWarnings("unchecked")
          List<StreamMessage<String, byte[]>> messages =
              redis.ask(commands -> commands.xreadgroup(consumer, arguments, from));
          return messages.stream().map(QueueEntry::of).toList();
        },
        List.of());
  }

  /**
   * Entries this consumer was given before and did not finish: it died, or Redis did. That they are
   * read is no delivery: an answer that comes too late would count as one.
   */
  List<QueueEntry> unfinished(int most) {
    return ofGroup(
        () ->
            found(
                redis
                    .ask(
                        commands ->
                            commands.xpending(
                                keys.entries(), consumer, Range.unbounded(), Limit.from(most)))
                    .stream()
                    .map(PendingMessage::getId)
                    .toList()),
        List.of());
  }

  /** Takes over entries that another consumer has had for too long; that is no delivery either. */
  List<QueueEntry> claim(int most, Duration idle) {
    var arguments = XAutoClaimArgs.Builder.justid(consumer, idle, "0-0").count(most);
    return ofGroup(
        () ->
            found(
                redis
                    .ask(commands -> commands.xautoclaim(keys.entries(), arguments))
                    .getMessages()
                    .stream()
                    .map(StreamMessage::getId)
                    .toList()),
        List.of());
  }

  /** Removes consumers that have been gone for so long and left nothing; how many there were. */
  long removeGone(Duration idle) {
    // The consumer itself has just waited for entries, and so may look idle.
    var arguments = List.of(text(idle.toMillis()), text(consumer.getName()));
    return ofGroup(() -> run(Scripts.REMOVE_GONE, keys.all(), arguments), 0L);
  }

  /** How many tries each of these entries has behind it, by id. */
  Map<String, Long> tries(List<QueueEntry> entries) {
    var range = Range.create(entries.getFirst().id(), entries.getLast().id());
    return redis
        .ask(c -> c.xpending(keys.entries(), consumer, range, Limit.from(2L * entries.size())))
        .stream()
        .collect(Collectors.toMap(PendingMessage::getId, PendingMessage::getRedeliveryCount));
  }

  /** Says before an entry is tried again how many tries it has had with this one. */
  void tried(QueueEntry entry, long times) {
    count(List.of(entry), times);
  }

  /**
   * Says that these are still worked on, and that all tries so far count as one, since an outage
   * came in between.
   */
  void postpone(List<QueueEntry> entries) {
    count(entries, 1);
  }

  /**
   * Says that these have not been tried at all: who has them stops, and has not ended over them.
   */
  void giveBack(List<QueueEntry> entries) {
    count(entries, 0);
  }

  private void count(List<QueueEntry> entries, long tries) {
    var counted = XClaimArgs.Builder.minIdleTime(0).justid().retryCount(tries);
    redis.ask(commands -> commands.xclaim(keys.entries(), consumer, counted, ids(entries)));
  }

  /**
   * Says for a consumer whose connection is busy that these are still worked on, so that nobody
   * takes them over; what is settled already stays so.
   */
  static RedisFuture<List<StreamMessage<String, byte[]>>> hold(
      RedisAsyncCommands<String, byte[]> commands,
      QueueKeys keys,
      String name,
      List<QueueEntry> entries) {
    var still = XClaimArgs.Builder.minIdleTime(0).justid();
    return commands.xclaim(
        keys.entries(), Consumer.from(QueueKeys.GROUP, name), still, ids(entries));
  }

  private static String[] ids(List<QueueEntry> entries) {
    return entries.stream().map(QueueEntry::id).toArray(String[]::new);
  }

  /** Runs one of the {@link Scripts} that return a number. */
  long run(String script, String[] keys, List<byte[]> arguments) {
    return redis.ask(
        commands ->
            commands.<Long>eval(
                script, ScriptOutputType.INTEGER, keys, arguments.toArray(byte[][]::new)));
  }

  /** An argument of a script. */
  static byte[] text(Object value) {
    return value.toString().getBytes(UTF_8);
  }

  /** The shards for which signals are set aside. */
  List<Integer> shardsAside() {
    return redis.ask(commands -> commands.hkeys(keys.aside())).stream()
        .map(Integer::valueOf)
        .toList();
  }

  boolean open() {
    return connection.isOpen();
  }

  /** What the group is asked; where there is none it is made, and has nothing yet. */
  private <T> T ofGroup(Supplier<T> question, T nothing) {
    try {
      return question.get();
    } catch (RedisCommandExecutionException e) {
      if (String.valueOf(e.getMessage()).contains("NOGROUP")) {
        join();
        return nothing;
      }
      throw e;
    }
  }

  /** Those that are still there: somebody else may have deleted one. */
  private List<QueueEntry> found(List<String> ids) {
    return ids.stream()
        .flatMap(id -> EntryPage.of(redis, keys.entries(), id, id, 1).messages().stream())
        .map(QueueEntry::of)
        .toList();
  }

  private void join() {
    var _ = run(Scripts.JOIN, keys.all(), List.of());
  }

  @Override
  public void close() {
    connection.close();
  }
}
