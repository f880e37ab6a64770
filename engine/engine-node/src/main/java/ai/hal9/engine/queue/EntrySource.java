package ai.hal9.engine.queue;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import ai.hal9.engine.dialogue.Dialogue;
import io.lettuce.core.Consumer;
import io.lettuce.core.Limit;
import io.lettuce.core.Range;
import io.lettuce.core.RedisBusyException;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.StreamMessage;
import io.lettuce.core.XAutoClaimArgs;
import io.lettuce.core.XClaimArgs;
import io.lettuce.core.XGroupCreateArgs;
import io.lettuce.core.XReadArgs;
import io.lettuce.core.XReadArgs.StreamOffset;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.async.RedisAsyncCommands;
import io.lettuce.core.models.stream.PendingMessage;
import java.time.Duration;
import java.util.List;
import java.util.Map;
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
    join();
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
    return entries(
        redis
            .ask(
                commands ->
                    commands.xautoclaim(
                        keys.entries(),
                        XAutoClaimArgs.Builder.xautoclaim(consumer, idle, "0-0").count(most)))
            .getMessages());
  }

  /** Removes consumers that have been gone for so long and left nothing; how many there were. */
  long removeGone(Duration idle) {
    var names = new String[] {keys.entries()};
    var millis = Long.toString(idle.toMillis()).getBytes(US_ASCII);
    // which has just waited for entries, and so may look idle
    var own = consumer.getName().getBytes(UTF_8);
    return redis.ask(
        commands ->
            commands.<Long>eval(Scripts.REMOVE_GONE, ScriptOutputType.INTEGER, names, millis, own));
  }

  /** How often each of these entries was given to somebody, by id. */
  Map<String, Long> deliveries(List<QueueEntry> entries) {
    var range = Range.create(entries.getFirst().id(), entries.getLast().id());
    return redis
        .ask(c -> c.xpending(keys.entries(), consumer, range, Limit.from(2L * entries.size())))
        .stream()
        .collect(Collectors.toMap(PendingMessage::getId, PendingMessage::getRedeliveryCount));
  }

  /** Says that these are still worked on, so that nobody takes them over. */
  void hold(List<QueueEntry> entries) {
    redis.ask(commands -> hold(commands, keys, consumer.getName(), entries));
  }

  /** The same for a consumer whose connection is busy; what is settled already stays so. */
  static RedisFuture<List<StreamMessage<String, byte[]>>> hold(
      RedisAsyncCommands<String, byte[]> commands,
      QueueKeys keys,
      String name,
      List<QueueEntry> entries) {
    var ids = entries.stream().map(QueueEntry::id).toArray(String[]::new);
    var still = XClaimArgs.Builder.minIdleTime(0).justid();
    return commands.xclaim(keys.entries(), Consumer.from(QueueKeys.GROUP, name), still, ids);
  }

  Dialogue<byte[]> redis() {
    return redis;
  }

  boolean open() {
    return connection.isOpen();
  }

  private List<QueueEntry> read(StreamOffset<String> from, int most, Duration block) {
    var arguments = XReadArgs.Builder.count(most);
    if (!block.isZero()) {
      arguments.block(block);
    }
    try {
      @SuppressWarnings("unchecked")
      List<StreamMessage<String, byte[]>> messages =
          redis.ask(commands -> commands.xreadgroup(consumer, arguments, from));
      return entries(messages);
    } catch (RedisCommandExecutionException e) {
      if (String.valueOf(e.getMessage()).startsWith("NOGROUP")) {
        join();
        return List.of();
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
    try {
      redis.ask(
          commands ->
              commands.xgroupCreate(
                  StreamOffset.from(keys.entries(), "0"),
                  QueueKeys.GROUP,
                  XGroupCreateArgs.Builder.mkstream()));
    } catch (RedisBusyException e) {
      // The group is there; another node, or an earlier start, made it.
    }
  }

  @Override
  public void close() {
    connection.close();
  }
}
