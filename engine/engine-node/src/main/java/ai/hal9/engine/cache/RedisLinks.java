package ai.hal9.engine.cache;

import ai.hal9.api.metric.MetricCatalogue;
import ai.hal9.engine.dialogue.LeanRedisClient;
import ai.hal9.engine.redis.RedisAddresses;
import ai.hal9.engine.resilience.Moves;
import ai.hal9.engine.telemetry.Meters;
import ai.hal9.engine.tuning.LiveTuning;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.ClientOptions.DisconnectedBehavior;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.codec.RedisCodec;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.protocol.RedisCommand;
import io.lettuce.core.resource.ClientResources;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The cache's connections to Redis: {@code redis.max_connections} of them, shared by all threads.
 * Lost ones are replaced within half a second of Redis' return; until then there are fewer or none.
 */
final class RedisLinks implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(RedisLinks.class);
  private static final Duration CONNECT = Duration.ofMillis(500);
  private static final int QUEUE = 20_000;

  private final RedisClient client;
  private final RedisURI uri;
  private final ClientResources resources;
  private final LiveTuning tuning;
  private final ScheduledExecutorService upkeep =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("redis-links").factory());
  private volatile List<StatefulRedisConnection<String, byte[]>> open = List.of();
  private volatile String reason = "not reached yet";
  private volatile Moves moves = Moves.unheeded();
  private String servedBy = "";
  private long answeredAt = System.nanoTime();

  RedisLinks(ClientResources resources, RedisURI uri, LiveTuning tuning, Meters meters) {
    this.uri = uri;
    this.resources = resources;
    this.tuning = tuning;
    this.client = LeanRedisClient.of(resources, uri);
    client.setOptions(
        ClientOptions.builder()
            .autoReconnect(false)
            .disconnectedBehavior(DisconnectedBehavior.REJECT_COMMANDS)
            .requestQueueSize(QUEUE)
            .socketOptions(SocketOptions.builder().connectTimeout(CONNECT).build())
            .timeoutOptions(TimeoutOptions.builder().timeoutSource(new LiveTimeout()).build())
            .build());
    meters.gauge(
        MetricCatalogue.REDIS_ACTIVE,
        () -> open.stream().filter(StatefulRedisConnection::isOpen).count());
    meters.gauge(MetricCatalogue.REDIS_MAX, () -> tuning.current().redis().maxConnections());
    var _ =
        upkeep.scheduleWithFixedDelay(this::keepUp, 0, CONNECT.toMillis(), TimeUnit.MILLISECONDS);
    tuning.onChange(values -> upkeep.execute(this::keepUp));
  }

  /** An open connection, or null when there is none. */
  @Nullable StatefulRedisConnection<String, byte[]> pick() {
    var all = open;
    if (all.isEmpty()) {
      return null;
    }
    var start = ThreadLocalRandom.current().nextInt(all.size());
    for (var i = 0; i < all.size(); i++) {
      var each = all.get((start + i) % all.size());
      if (each.isOpen()) {
        return each;
      }
    }
    return null;
  }

  /** What is wrong, or that nothing is. */
  String reason() {
    return reason;
  }

  void tell(Moves moves) {
    this.moves = moves;
  }

  void renew() {
    upkeep.execute(
        () -> {
          for (var each : open) {
            var _ = each.closeAsync();
          }
          open = List.of();
          keepUp();
        });
  }

  private void keepUp() {
    var wanted = tuning.current().redis().maxConnections();
    var kept = new ArrayList<StatefulRedisConnection<String, byte[]>>();
    for (var each : open) {
      if (each.isOpen() && kept.size() < wanted) {
        kept.add(each);
      } else {
        var _ = each.closeAsync();
      }
    }
    var before = open.size();
    try {
      while (kept.size() < wanted) {
        kept.add(connect());
      }
      reason = "answers";
      served();
    } catch (ExecutionException | TimeoutException e) {
      reason = "no connection: " + e.getMessage();
      if (before > 0 && kept.isEmpty()) {
        LOG.warn("Redis is gone; the nodes answer without the shared cache until it returns");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      open = List.copyOf(kept);
    }
  }

  private void served() {
    var server = RedisAddresses.server(resources, uri);
    var now = System.nanoTime();
    if (!servedBy.isEmpty() && !servedBy.equals(server)) {
      moves.moved(servedBy, server, Duration.ofNanos(now - answeredAt));
    }
    servedBy = server;
    answeredAt = now;
  }

  private StatefulRedisConnection<String, byte[]> connect()
      throws ExecutionException, TimeoutException, InterruptedException {
    var connecting =
        client
            .connectAsync(RedisCodec.of(StringCodec.ASCII, ByteArrayCodec.INSTANCE), uri)
            .toCompletableFuture();
    try {
      return connecting.get(2 * CONNECT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      // it may be made later still, and nobody would close it
      var _ =
          connecting.thenAccept(
              late -> {
                var _ = late.closeAsync();
              });
      throw e;
    }
  }

  @Override
  public void close() {
    upkeep.shutdownNow();
    client.shutdown(Duration.ZERO, CONNECT);
  }

  /** The time a command may take follows the tuning. */
  private final class LiveTimeout extends TimeoutOptions.TimeoutSource {
    @Override
    public long getTimeout(RedisCommand<?, ?, ?> command) {
      return tuning.current().redis().connectionTimeout().toNanos();
    }

    @Override
    public TimeUnit getTimeUnit() {
      return TimeUnit.NANOSECONDS;
    }
  }
}
