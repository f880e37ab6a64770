package ai.hal9.engine.cluster;

import ai.hal9.engine.dialogue.Dialogue;
import ai.hal9.engine.dialogue.LeanRedisClient;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.ClientOptions.DisconnectedBehavior;
import io.lettuce.core.LettuceFutures;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.async.RedisAsyncCommands;
import io.lettuce.core.pubsub.RedisPubSubAdapter;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import io.lettuce.core.resource.ClientResources;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The Redis through which the nodes of a cluster agree. It has connections of its own, apart from
 * the cache's: they connect at first use, so that a node starts without Redis, and refuse at once
 * while Redis is away, so that no command is carried out later than its caller believes.
 */
public final class ClusterRedis implements AutoCloseable {

  private static final Duration TIMEOUT = Duration.ofMillis(500);

  private final RedisClient client;
  private final String prefix;
  private @Nullable StatefulRedisConnection<String, String> commands;
  private @Nullable StatefulRedisPubSubConnection<String, String> messages;

  private ClusterRedis(RedisClient client, String prefix) {
    this.client = client;
    this.prefix = prefix;
  }

  /**
   * The Redis of a cluster; nothing is connected yet.
   *
   * @param resources threads, shared with the process' other clients, and after how long what was
   *     lost is tried again
   * @param uri where Redis is, with its password
   * @param cluster the cluster's name
   */
  public static ClusterRedis of(ClientResources resources, RedisURI uri, String cluster) {
    var client = LeanRedisClient.of(resources, uri);
    client.setOptions(
        ClientOptions.builder()
            .disconnectedBehavior(DisconnectedBehavior.REJECT_COMMANDS)
            .socketOptions(SocketOptions.builder().connectTimeout(TIMEOUT).build())
            .timeoutOptions(TimeoutOptions.enabled(TIMEOUT))
            .build());
    return new ClusterRedis(client, "hal9:" + cluster + ":");
  }

  /** The full name of a key of this cluster. */
  public String key(String name) {
    return prefix + name;
  }

  /**
   * Sends one command and waits for its answer, half a second at most.
   *
   * @throws RedisException when Redis is out of reach or refuses
   */
  public <T> T call(Function<RedisAsyncCommands<String, String>, RedisFuture<T>> command) {
    return new Dialogue<>(connection()).ask(command);
  }

  /**
   * Listens to a channel, across reconnects.
   *
   * @param key the channel's full name
   * @param listener called on a network thread; must not block
   * @throws RedisException when Redis is out of reach; nothing is listened to then
   */
  public synchronized void listen(String key, Consumer<String> listener) {
    var open = messages;
    if (open == null) {
      open = client.connectPubSub();
      messages = open;
    }
    LettuceFutures.awaitOrCancel(
        open.async().subscribe(key), TIMEOUT.toNanos(), TimeUnit.NANOSECONDS);
    open.addListener(
        new RedisPubSubAdapter<>() {
          @Override
          public void message(String channel, String message) {
            if (channel.equals(key)) {
              listener.accept(message);
            }
          }
        });
  }

  /**
   * Goes to where Redis is now: connections to where it was end, and are opened anew there with
   * what they listen to.
   */
  public synchronized void renew() {
    for (var each : Arrays.asList(commands, messages)) {
      if (each != null && each.isOpen()) {
        var _ = each.async().quit();
      }
    }
  }

  private synchronized StatefulRedisConnection<String, String> connection() {
    var open = commands;
    if (open == null) {
      open = client.connect();
      commands = open;
    }
    return open;
  }

  @Override
  public void close() {
    client.shutdown(Duration.ZERO, TIMEOUT);
  }
}
