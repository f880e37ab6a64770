package ai.hal9.engine.probe;

import ai.hal9.api.metric.Metric;
import ai.hal9.api.metric.MetricCatalogue;
import ai.hal9.engine.cluster.ClusterRedis;
import ai.hal9.engine.queue.QueueReading;
import ai.hal9.engine.redis.DurableRedis;
import ai.hal9.engine.telemetry.StoreProbe;
import io.lettuce.core.api.async.RedisServerAsyncCommands;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Properties;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The probes there are. */
public final class StoreProbes {

  private StoreProbes() {}

  /**
   * Asks PostgreSQL, on a connection outside the pool.
   *
   * @param url JDBC
   * @param login the driver's properties {@code user} and {@code password}
   * @param cluster the cluster's name
   * @param region where the asking node stands
   */
  public static StoreProbe postgres(String url, Properties login, String cluster, String region) {
    return new PostgresProbe(url, login, cluster, region, System::nanoTime);
  }

  /**
   * Asks Redis.
   *
   * @param redis the cluster's; not closed with the probe
   * @param server its host and port now, which name it
   * @param cluster the cluster's name
   * @param region where the asking node stands
   */
  public static StoreProbe redis(
      ClusterRedis redis, Supplier<String> server, String cluster, String region) {
    return new RedisProbe(
        () -> redis.call(RedisServerAsyncCommands::info),
        Map::of,
        server,
        cluster,
        region,
        Clock.systemUTC());
  }

  /**
   * Asks the durable Redis, and how the queue in it is.
   *
   * @param redis not closed with the probe
   * @param cluster the cluster's name
   * @param region where the asking node stands
   */
  public static StoreProbe durableRedis(DurableRedis redis, String cluster, String region) {
    var clock = Clock.systemUTC();
    return new RedisProbe(
        redis::info, () -> queue(redis, clock), redis::server, cluster, region, clock);
  }

  private static Map<Metric, Double> queue(DurableRedis redis, Clock clock) {
    var state = QueueReading.of(redis, clock);
    return Map.of(
        MetricCatalogue.QUEUE_LENGTH, (double) state.signals(),
        MetricCatalogue.QUEUE_SET_ASIDE, (double) state.setAside(),
        MetricCatalogue.QUEUE_ENTRIES, (double) state.entries(),
        MetricCatalogue.QUEUE_PENDING, (double) state.pending(),
        MetricCatalogue.QUEUE_LAG, state.oldest().toMillis() / 1_000.0);
  }

  /**
   * Asks the load balancer.
   *
   * @param balancer where it serves
   * @param authorities whom to trust in it beside those that Java trusts, PEM, or null
   * @param token what it wants to see, or null
   * @param cluster the cluster's name
   * @param region where the asking node stands
   */
  public static StoreProbe balancer(
      URI balancer,
      @Nullable Path authorities,
      @Nullable String token,
      String cluster,
      String region) {
    return new BalancerProbe(balancer, authorities, token, cluster, region);
  }
}
