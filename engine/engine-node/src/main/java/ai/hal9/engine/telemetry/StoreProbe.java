package ai.hal9.engine.telemetry;

import ai.hal9.api.telemetry.SourceKind;
import ai.hal9.engine.cluster.ClusterRedis;
import java.net.URI;
import java.time.Clock;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/** Asks a store or balancer what it says of itself. Used by one thread. */
public interface StoreProbe extends AutoCloseable {

  /** What it asks. */
  SourceKind kind();

  /**
   * Asks, within a second.
   *
   * @throws Exception when there is no answer; nothing is told then, and the gap speaks
   */
  StoreReading read() throws Exception;

  /** Lets go of the connection; a later {@link #read} connects anew. */
  @Override
  void close();

  /**
   * Asks PostgreSQL, on a connection outside the pool.
   *
   * @param url JDBC
   * @param login the driver's properties {@code user} and {@code password}
   * @param cluster the cluster's name
   * @param region where the asking node stands
   */
  static StoreProbe postgres(String url, Properties login, String cluster, String region) {
    return new PostgresProbe(url, login, cluster, region);
  }

  /**
   * Asks Redis.
   *
   * @param redis the cluster's; not closed with the probe
   * @param server its host and port, which name it
   * @param cluster the cluster's name
   * @param region where the asking node stands
   */
  static StoreProbe redis(ClusterRedis redis, String server, String cluster, String region) {
    return new RedisProbe(redis, server, cluster, region, Clock.systemUTC());
  }

  /**
   * Asks the load balancer.
   *
   * @param balancer where it serves
   * @param token what it wants to see, or null
   * @param cluster the cluster's name
   * @param region where the asking node stands
   */
  static StoreProbe balancer(URI balancer, @Nullable String token, String cluster, String region) {
    return new BalancerProbe(balancer, token, cluster, region);
  }
}
