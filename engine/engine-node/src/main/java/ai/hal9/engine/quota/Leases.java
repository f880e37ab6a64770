package ai.hal9.engine.quota;

import ai.hal9.engine.cluster.ClusterRedis;
import io.lettuce.core.RedisException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where nodes lease users' tokens from. */
@FunctionalInterface
public interface Leases {

  /**
   * One user's wish.
   *
   * @param user whose
   * @param tokens how many, at most the burst
   */
  record Wish(String user, long tokens) {}

  /**
   * What came of a wish.
   *
   * @param granted how many tokens; fewer than wished for where there are not more
   * @param left how many the cluster has left for this user
   * @param waitNanos until there is one again; 0 where some were granted
   */
  record Grant(long granted, long left, long waitNanos) {}

  /**
   * Leases for several users in one go; blocks for a moment.
   *
   * @return a grant for each wish in its order; null when the cluster cannot be reached
   */
  @Nullable List<Grant> lease(List<Wish> wishes, int perSecond, int burst);

  /**
   * Leases in Redis: of each user the theoretical arrival time of {@link CellRate} in microseconds
   * of Redis' clock, under {@code hal9:CLUSTER:quota:USER}; kept as long as it matters.
   */
  static Leases in(ClusterRedis redis) {
    return (wishes, perSecond, burst) -> {
      var keys = wishes.stream().map(wish -> redis.key("quota:" + wish.user())).toList();
      var arguments = new ArrayList<String>(wishes.size() + 2);
      arguments.add(Integer.toString(perSecond));
      arguments.add(Integer.toString(burst));
      wishes.forEach(wish -> arguments.add(Long.toString(wish.tokens())));
      try {
        return LeaseScript.grants(
            LeaseScript.LEASE.run(
                redis, keys.toArray(String[]::new), arguments.toArray(String[]::new)));
      } catch (RedisException e) {
        return null;
      }
    };
  }
}
