package ai.hal9.engine.redis;

import ai.hal9.engine.dialogue.Dialogue;
import ai.hal9.engine.dialogue.LeanRedisClient;
import ai.hal9.engine.resilience.Moves;
import ai.hal9.engine.resilience.Readiness;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.ClientOptions.DisconnectedBehavior;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.async.RedisServerAsyncCommands;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.codec.RedisCodec;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.resource.ClientResources;
import java.time.Duration;
import java.util.HashMap;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The Redis of what must not be lost: queue and sessions. One connection is shared by all threads
 * and is there again within half a second of Redis' return; while Redis is away there is none, so
 * that no command is carried out later than its caller believes. How Redis keeps what it is given
 * is looked at on every connect and every second after.
 */
public final class DurableRedis implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(DurableRedis.class);
  private static final Duration CONNECT = Duration.ofMillis(500);
  private static final Duration COMMAND = Duration.ofSeconds(2);
  private static final Duration LOOK = Duration.ofSeconds(1);

  /** One that was heard of within the last two seconds, as each is once a second. */
  private static final Pattern REPLICA =
      Pattern.compile("(?m)^slave\\d+:.*state=online\\b.*\\blag=[0-2]\\b");

  private static final RedisCodec<String, byte[]> CODEC =
      RedisCodec.of(StringCodec.UTF8, ByteArrayCodec.INSTANCE);

  private final RedisClient client;
  private final String prefix;
  private final RedisURI uri;
  private final ScheduledExecutorService upkeep =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("durable-redis").factory());
  private volatile @Nullable StatefulRedisConnection<String, byte[]> shared;
  private volatile @Nullable Keeping keeping;
  private volatile String reason = "not reached yet";
  private volatile Moves moves = Moves.unheeded();

  /** Those that callers have of their own. */
  private final Set<StatefulRedisConnection<String, byte[]>> own = ConcurrentHashMap.newKeySet();

  private String servedBy = "";
  private long answeredAt = System.nanoTime();
  private long lookedAt;

  private DurableRedis(ClientResources resources, RedisURI uri, String cluster) {
    client = LeanRedisClient.of(resources, uri);
    client.setOptions(
        ClientOptions.builder()
            .autoReconnect(false)
            .disconnectedBehavior(DisconnectedBehavior.REJECT_COMMANDS)
            .socketOptions(SocketOptions.builder().connectTimeout(CONNECT).build())
            .timeoutOptions(TimeoutOptions.enabled(COMMAND))
            .build());
    prefix = "hal9:" + cluster + ":";
    this.uri = uri;
  }

  /**
   * Opens it; tries once at once and then in the background. That takes half a second at most where
   * nothing listens, and the address' timeout where nothing answers.
   *
   * @param resources threads, shared with the process' other clients
   * @param uri where it is, with its password
   * @param cluster the cluster's name, which its keys begin with
   */
  public static DurableRedis open(ClientResources resources, RedisURI uri, String cluster) {
    var redis = new DurableRedis(resources, uri, cluster);
    redis.keepUp();
    var _ =
        redis.upkeep.scheduleWithFixedDelay(
            redis::keepUp, CONNECT.toMillis(), CONNECT.toMillis(), TimeUnit.MILLISECONDS);
    return redis;
  }

  /** The full name of a key of this cluster. */
  public String key(String name) {
    return prefix + name;
  }

  /** Its host and port now. */
  public String server() {
    return RedisAddresses.server(client.getResources(), uri);
  }

  /** Tells, from now on, when another server has taken over. */
  public void tell(Moves moves) {
    this.moves = moves;
  }

  /** Goes to where it is now: every connection to where it was is closed. */
  public void renew() {
    upkeep.execute(
        () -> {
          for (var each : own) {
            var _ = each.closeAsync();
          }
          var open = shared;
          shared = null;
          if (open != null) {
            var _ = open.closeAsync();
          }
          keepUp();
        });
  }

  /**
   * The connection that all share, for commands that return at once; null while there is none. Its
   * futures complete on a network thread, where nothing may block.
   */
  public @Nullable StatefulRedisConnection<String, byte[]> shared() {
    var open = shared;
    return open != null && open.isOpen() ? open : null;
  }

  /**
   * A connection of the caller's own, for commands that block, up to two seconds each; the caller
   * closes it, and asks for another when it breaks.
   *
   * @throws RedisException when Redis is out of reach
   */
  public StatefulRedisConnection<String, byte[]> connect() {
    own.removeIf(connection -> !connection.isOpen());
    var connection = client.connect(CODEC);
    own.add(connection);
    return connection;
  }

  /**
   * What it says of itself (INFO).
   *
   * @throws RedisException when it is out of reach
   */
  public String info() {
    var open = shared();
    if (open == null) {
      throw new RedisException(reason);
    }
    return new Dialogue<>(open).ask(RedisServerAsyncCommands::info);
  }

  /** How it keeps what it is given; empty until it has been reached once. */
  public Optional<Keeping> keeping() {
    return Optional.ofNullable(keeping);
  }

  /** Why nothing can be entrusted to it now; empty when it can. */
  public Optional<String> obstacle() {
    var known = keeping;
    if (known == null || shared() == null) {
      return Optional.of("the durable Redis at " + server() + " is not reached: " + reason);
    }
    return known
        .shortfall()
        .map(why -> "the Redis at " + server() + " may lose what it acknowledged: " + why);
  }

  /** For readiness. */
  public Readiness.Part part() {
    var obstacle = obstacle();
    return new Readiness.Part(
        "redis-durable", obstacle.isEmpty(), false, obstacle.orElse("answers"));
  }

  private void keepUp() {
    var open = shared;
    try {
      if (open == null || !open.isOpen()) {
        var server = server();
        open = client.connect(CODEC);
        keeping = look(open);
        shared = open;
        served(server);
        lookedAt = System.nanoTime();
        reason = "answers";
      } else if (System.nanoTime() - lookedAt > LOOK.toNanos()) {
        keeping = look(open);
        lookedAt = System.nanoTime();
      }
      answeredAt = System.nanoTime();
    } catch (RuntimeException e) {
      // whatever it is, as of a broken TLS record: a loop that ends here would never try again
      if (open != null) {
        var _ = open.closeAsync();
      }
      if (shared != null) {
        LOG.warn("The durable Redis at {} is gone: {}", server(), e.getMessage());
      }
      shared = null;
      reason = String.valueOf(e.getMessage());
    }
  }

  private void served(String server) {
    if (!servedBy.isEmpty() && !servedBy.equals(server)) {
      moves.moved(servedBy, server, Duration.ofNanos(System.nanoTime() - answeredAt));
    }
    servedBy = server;
  }

  private static Keeping look(StatefulRedisConnection<String, byte[]> connection) {
    var redis = new Dialogue<>(connection);
    var settings = new HashMap<String, String>();
    for (var name : Keeping.names()) {
      try {
        settings.putAll(redis.ask(commands -> commands.configGet(name)));
      } catch (RedisCommandExecutionException e) {
        // A Redis that hides its settings is judged by what it does not tell.
        LOG.debug("CONFIG GET {} is refused", name, e);
      }
    }
    var replicas =
        REPLICA.matcher(redis.ask(commands -> commands.info("replication"))).results().count();
    return new Keeping(settings, Math.toIntExact(replicas));
  }

  @Override
  public void close() {
    upkeep.shutdownNow();
    client.shutdown(Duration.ZERO, CONNECT);
  }
}
