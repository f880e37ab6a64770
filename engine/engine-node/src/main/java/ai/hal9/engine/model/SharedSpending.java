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
   * @param heard the sum as it was last heard of here: where less is kept, something was lost, and
   *     this is what is added to
   * @param amount may be 0
   * @param life how long the sum is kept from now
   * @return the sum of all nodes, or nothing when it cannot be had now and nothing was added
   */
  OptionalLong add(String window, long heard, long amount, Duration life);

  /**
   * Sums in Redis, under {@code hal9:CLUSTER:spent:WINDOW}.
   *
   * @param redis one that evicts nothing
   */
  static SharedSpending in(ClusterRedis redis) {
    return (window, heard, amount, life) -> {
      var key = new String[] {redis.key("spent:" + window)};
      try {
        return OptionalLong.of(
            SpendingScript.ADD.run(
                redis,
                key,
                Long.toString(heard),
                Long.toString(amount),
                Long.toString(life.toMillis())));
      } catch (RedisException e) {
        return OptionalLong.empty();
      }
    };
  }
}
