package ai.hal9.engine.game;

import ai.hal9.engine.cluster.ClusterRedis;
import ai.hal9.engine.cluster.Peer;
import io.lettuce.core.RedisException;
import io.lettuce.core.SetArgs;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * Tells in Redis, for as long as it is renewed, where the owner of a number is. It only finds and
 * misses owners; that none writes who was given up is the fence's matter, so that a lease that
 * lapses too early costs a move and never an action.
 */
final class GameLease {

  static final Duration LIFE = Duration.ofSeconds(3);

  /** For a Redis that lost its keys to be told anew. */
  private static final Duration GRACE = Duration.ofMillis(1_500);

  private final ClusterRedis redis;
  private final Peer self;
  private final LongSupplier nanoTime;
  private final Map<Long, Long> missedSince = new ConcurrentHashMap<>();

  GameLease(ClusterRedis redis, Peer self, LongSupplier nanoTime) {
    this.redis = redis;
    this.self = self;
    this.nanoTime = nanoTime;
  }

  /** What is known of an owner. */
  sealed interface Whereabouts {
    /** It serves there. */
    record At(Peer owner) implements Whereabouts {}

    /** It has not renewed its lease for so long that it is to be replaced. */
    record Gone() implements Whereabouts {}

    /** Redis does not tell, or has not told for long enough. */
    record Unknown() implements Whereabouts {}
  }

  /** Says for a while that the owner of this number is this node; false while Redis is away. */
  boolean renew(long owner) {
    try {
      redis.call(
          commands -> commands.set(key(owner), self.told(), SetArgs.Builder.px(LIFE.toMillis())));
      return true;
    } catch (RedisException e) {
      return false;
    }
  }

  /** Says no longer that the owner is here. */
  void release(long owner) {
    try {
      redis.call(commands -> commands.del(key(owner)));
    } catch (RedisException e) {
      // It lapses by itself.
    }
  }

  /** Where an owner is; blocks for half a second at most. */
  Whereabouts find(long owner) {
    String told;
    try {
      told = redis.call(commands -> commands.get(key(owner)));
    } catch (RedisException e) {
      missedSince.clear();
      return new Whereabouts.Unknown();
    }
    if (told != null) {
      missedSince.remove(owner);
      return new Whereabouts.At(Peer.parse(told));
    }
    var now = nanoTime.getAsLong();
    var since = missedSince.computeIfAbsent(owner, missed -> now);
    return now - since >= GRACE.toNanos() ? new Whereabouts.Gone() : new Whereabouts.Unknown();
  }

  /** Nothing is asked about this owner any more. */
  void forget(long owner) {
    missedSince.remove(owner);
  }

  private String key(long owner) {
    return redis.key("games:owner:" + owner);
  }
}
