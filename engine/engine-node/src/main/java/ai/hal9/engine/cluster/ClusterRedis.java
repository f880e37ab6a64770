package ai.hal9.engine.cluster;

import ai.hal9.engine.dialogue.Dialogue;
import ai.hal9.engine.dialogue.LeanRedisClient;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.ClientOptions.DisconnectedBehavior;
import io.lettuce.core.LettuceFutures;
import io.lettuce.core.RedisChannelHandler;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisConnectionStateListener;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.api.StatefulConnection;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.async.RedisAsyncCommands;
import io.lettuce.core.pubsub.RedisPubSubAdapter;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import io.lettuce.core.resource.ClientResources;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The Redis through which the nodes of a cluster agree. It has connections of its own, apart from
 * the cache's: they connect at first use, so that a node starts without Redis, and refuse at once
 * while Redis is away, so that no command is carried out later than its caller believes.
 */
public final class ClusterRedis implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(ClusterRedis.class);
  private static final Duration TIMEOUT = Duration.ofMillis(500);
  private static final Duration RETRY = Duration.ofMillis(250);

  private final RedisClient client;
  private final String prefix;

  /** Who listens, by channel. */
  private final Map<String, List<Consumer<String>>> listeners = new ConcurrentHashMap<>();

  private final List<Runnable> connected = new CopyOnWriteArrayList<>();
  private @Nullable StatefulRedisConnection<String, String> commands;
  private @Nullable StatefulRedisPubSubConnection<String, String> messages;

  /** How often it has moved. */
  private long moves;

  /** Whether connections to where it is now are being made. */
  private boolean moving;

  private boolean closed;

  private ClusterRedis(RedisClient client, String prefix) {
    this.client = client;
    this.prefix = prefix;
    client.addListener(
        new RedisConnectionStateListener() {
          @Override
          public void onRedisConnected(RedisChannelHandler<?, ?> connection, SocketAddress server) {
            connected.forEach(Runnable::run);
          }
        });
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
    refuseWhileMoving();
    var open = messages;
    if (open == null) {
      open = hearing();
      messages = open;
    }
    subscribe(open, key);
    listeners.computeIfAbsent(key, first -> new CopyOnWriteArrayList<>()).add(listener);
  }

  /**
   * Calls whenever a connection is there, the first or one that was lost or has moved: Redis may
   * lack what it had, and what was told meanwhile was not heard.
   *
   * @param listener called on a network thread; must not block
   */
  public void onConnected(Runnable listener) {
    connected.add(listener);
  }

  /**
   * Goes to where Redis is now: connections to where it was are dropped, whether anything answers
   * there or not, and made anew in the background with what they listen to. Until then commands are
   * refused.
   */
  public synchronized void renew() {
    if (closed) {
      return;
    }
    moves++;
    drop(commands);
    drop(messages);
    commands = null;
    messages = null;
    if (!moving) {
      moving = true;
      var _ = Thread.ofVirtual().name("redis-move").start(this::follow);
    }
  }

  private void follow() {
    while (!followed()) {
      LockSupport.parkNanos(RETRY.toNanos());
    }
  }

  /** Whether there is nothing more to follow. */
  private boolean followed() {
    long followed;
    synchronized (this) {
      followed = moves;
    }
    StatefulRedisConnection<String, String> asking = null;
    StatefulRedisPubSubConnection<String, String> hearing = null;
    try {
      asking = client.connect();
      if (!listeners.isEmpty()) {
        hearing = hearing();
        for (var channel : listeners.keySet()) {
          subscribe(hearing, channel);
        }
      }
      if (arrived(followed, asking, hearing)) {
        return true;
      }
    } catch (RuntimeException e) {
      // whatever it is: a loop that ends here would never try again
      LOG.debug("Redis is not reached where it is now", e);
    }
    drop(asking);
    drop(hearing);
    return closed();
  }

  /** Takes the connections, unless it has moved on since they were begun. */
  private synchronized boolean arrived(
      long followed,
      StatefulRedisConnection<String, String> asking,
      @Nullable StatefulRedisPubSubConnection<String, String> hearing) {
    if (closed || followed != moves) {
      return false;
    }
    commands = asking;
    messages = hearing;
    moving = false;
    return true;
  }

  private static void drop(@Nullable StatefulConnection<String, String> connection) {
    if (connection != null) {
      var _ = connection.closeAsync();
    }
  }

  private StatefulRedisPubSubConnection<String, String> hearing() {
    var open = client.connectPubSub();
    open.addListener(
        new RedisPubSubAdapter<>() {
          @Override
          public void message(String channel, String message) {
            listeners.getOrDefault(channel, List.of()).forEach(each -> each.accept(message));
          }
        });
    return open;
  }

  private static void subscribe(
      StatefulRedisPubSubConnection<String, String> connection, String channel) {
    LettuceFutures.awaitOrCancel(
        connection.async().subscribe(channel), TIMEOUT.toNanos(), TimeUnit.NANOSECONDS);
  }

  private synchronized StatefulRedisConnection<String, String> connection() {
    refuseWhileMoving();
    var open = commands;
    if (open == null) {
      open = client.connect();
      commands = open;
    }
    return open;
  }

  private void refuseWhileMoving() {
    if (moving) {
      throw new RedisException("Redis has moved and is not reached yet where it is now");
    }
  }

  private synchronized boolean closed() {
    return closed;
  }

  @Override
  public void close() {
    synchronized (this) {
      closed = true;
    }
    client.shutdown(Duration.ZERO, TIMEOUT);
  }
}
