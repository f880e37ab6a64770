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
    return read(StreamOffset.lastConsumed(keys.entries()), most, block);
  }

  /** Entries this consumer was given before and did not finish: it died, or Redis did. */
  List<QueueEntry> unfinished(int most) {
    return read(StreamOffset.from(keys.entries(), "0"), most, Duration.ZERO);
  }

  /** Takes over entries that another consumer has had for too long. */
  List<QueueEntry> claim(int most, Duration idle) {
    var arguments = XAutoClaimArgs.Builder.xautoclaim(consumer, idle, "0-0").count(most);
    return ofGroup(
        () ->
            entries(
                redis
                    .ask(commands -> commands.xautoclaim(keys.entries(), arguments))
                    .getMessages()),
        List.of());
  }

  /** Removes consumers that have been gone for so long and left nothing; how many there were. */
  long removeGone(Duration idle) {
    // The consumer itself has just waited for entries, and so may look idle.
    var arguments = List.of(text(idle.toMillis()), text(consumer.getName()));
    return ofGroup(() -> run(Scripts.REMOVE_GONE, keys.all(), arguments), 0L);
  }

  /** How often each of these entries was given to somebody, by id. */
  Map<String, Long> deliveries(List<QueueEntry> entries) {
    var range = Range.create(entries.getFirst().id(), entries.getLast().id());
    return redis
        .ask(c -> c.xpending(keys.entries(), consumer, range, Limit.from(2L * entries.size())))
        .stream()
        .collect(Collectors.toMap(PendingMessage::getId, PendingMessage::getRedeliveryCount));
  }

  /**
   * Says that these are still worked on, and that all deliveries so far count as one, since an
   * outage came in between.
   */
  void postpone(List<QueueEntry> entries) {
    var once = XClaimArgs.Builder.minIdleTime(0).justid().retryCount(1);
    redis.ask(commands -> commands.xclaim(keys.entries(), consumer, once, ids(entries)));
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

  private List<QueueEntry> read(StreamOffset<String> from, int most, Duration block) {
    var arguments = XReadArgs.Builder.count(most);
    if (!block.isZero()) {
      arguments.block(block);
    }
    return ofGroup(
        () -> {
          @SuppressWarnings("unchecked")
          List<StreamMessage<String, byte[]>> messages =
              redis.ask(commands -> commands.xreadgroup(consumer, arguments, from));
          return entries(messages);
        },
        List.of());
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

  /** Those that are still there: one that somebody else deleted has no body. */
  private static List<QueueEntry> entries(List<StreamMessage<String, byte[]>> messages) {
    return messages.stream()
        .filter(message -> message.getBody() != null)
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
