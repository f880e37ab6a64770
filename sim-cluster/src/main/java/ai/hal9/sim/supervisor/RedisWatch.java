package ai.hal9.sim.supervisor;

import ai.hal9.api.tuning.DurationText;
import ai.hal9.sim.cluster.Failover;
import ai.hal9.stores.failure.StoreException;
import ai.hal9.stores.redis.RedisServer;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks how far a Redis' replicas are, and by that knows whether one may take the primary's place:
 * one was heard of within two seconds when the primary was last asked, and has what the primary had
 * written then. Ends a primary that hangs, and tells the nodes of the new one when that could not
 * be done at once.
 */
final class RedisWatch implements RedisGroup.Heirs {

  private static final Logger LOG = LoggerFactory.getLogger(RedisWatch.class);
  private static final Duration LOOK = Duration.ofMillis(500);

  /** More than the time between two looks, unless this process itself was stopped. */
  private static final Duration STOPPED = Duration.ofSeconds(3);

  /** A replica reports each second. */
  private static final int HEARD_OF_SECONDS = 2;

  private final Failover failover;
  private final RedisGroup redis;
  private final BooleanSupplier stopping;
  private final Announcer announcer;
  private final ReentrantLock looking = new ReentrantLock();
  private @Nullable RedisServer watched;
  private long lookedAt = System.nanoTime();
  private long answeredAt = System.nanoTime();
  private volatile long needed = Long.MAX_VALUE;

  private RedisWatch(
      Failover failover, RedisGroup redis, BooleanSupplier stopping, Announcer announcer) {
    this.failover = failover;
    this.redis = redis;
    this.stopping = stopping;
    this.announcer = announcer;
  }

  /**
   * Watches a running Redis, if it has a replica that may take the primary's place.
   *
   * @param moved tells the nodes that another server is the primary
   */
  static void watch(
      Failover failover,
      RedisGroup redis,
      Runnable moved,
      BooleanSupplier stopping,
      Announcer announcer,
      ScheduledExecutorService scheduler) {
    if (!failover.on() || redis.followers().isEmpty()) {
      return;
    }
    var watch = new RedisWatch(failover, redis, stopping, announcer);
    redis.succeedBy(watch, moved);
    var _ =
        scheduler.scheduleWithFixedDelay(
            () -> Thread.ofVirtual().name("redis-watch").start(watch::look),
            0,
            LOOK.toMillis(),
            TimeUnit.MILLISECONDS);
  }

  @Override
  public long needed() {
    return stopping.getAsBoolean() ? Long.MAX_VALUE : needed;
  }

  private void look() {
    if (stopping.getAsBoolean() || !looking.tryLock()) {
      return;
    }
    try {
      redis.tellAgain();
      var server = redis.server();
      if (server != watched) {
        watched = server;
        needed = Long.MAX_VALUE;
        answeredAt = System.nanoTime();
      }
      try {
        var shipping = server.shipping();
        needed =
            shipping.silent().values().stream().anyMatch(silent -> silent <= HEARD_OF_SECONDS)
                ? shipping.position()
                : Long.MAX_VALUE;
        answeredAt = System.nanoTime();
      } catch (StoreException e) {
        // It hangs, or is being started again.
        LOG.debug("the primary does not tell its replicas", e);
        silent(server);
      }
    } finally {
      lookedAt = System.nanoTime();
      looking.unlock();
    }
  }

  private void silent(RedisServer server) {
    var now = System.nanoTime();
    if (now - lookedAt > STOPPED.toNanos()) {
      // This process was stopped itself.
      answeredAt = now;
    }
    if (now - answeredAt > failover.after().toNanos()
        && server.process().alive()
        && needed() != Long.MAX_VALUE) {
      announcer.notice(
          "%s has not answered for %s: it is ended"
              .formatted(server.process(), DurationText.format(failover.after())));
      server.process().kill();
    }
  }
}
