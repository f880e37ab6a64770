package ai.hal9.engine.model;

import ai.hal9.engine.cluster.ClusterRedis;
import io.lettuce.core.RedisException;
import java.time.Duration;
import java.util.OptionalLong;

/** What the nodes of a cluster spend together. */
@FunctionalInterface
public interface SharedSpending {

  /**
   * Adds to a window's sum; blocks for a moment.
   *
   * @param window for instance {@code hour:2026-11-26T04}
   * @param amount may be 0
   * @param life how long the sum is kept from now
   * @return the sum of all nodes, or nothing when it cannot be had now and nothing was added
   */
  OptionalLong add(String window, long amount, Duration life);

  /** Sums in Redis, under {@code hal9:CLUSTER:spent:WINDOW}. */
  static SharedSpending in(ClusterRedis redis) {
    return (window, amount, life) -> {
      var key = redis.key("spent:" + window);
      try {
        var sum = redis.call(commands -> commands.incrby(key, amount));
        redis.call(commands -> commands.expire(key, life));
        return OptionalLong.of(sum);
      } catch (RedisException e) {
        return OptionalLong.empty();
      }
    };
  }
}
