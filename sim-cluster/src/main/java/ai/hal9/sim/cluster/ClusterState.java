package ai.hal9.sim.cluster;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a cluster says of itself; the shape of {@code status --json}. A pid is 0 while there is no
 * such process.
 *
 * @param url where clients go
 * @param tokenFile holds the bearer token, readable for its owner only
 * @param standbyRule whether commits wait for a standby now; null where there is none
 */
public record ClusterState(
    String name,
    Phase state,
    URI url,
    Path tokenFile,
    List<Node> nodes,
    List<Store> postgres,
    List<Store> redis,
    Balancer balancer,
    @Nullable StandbyRule standbyRule) {

  public ClusterState {
    nodes = List.copyOf(nodes);
    postgres = List.copyOf(postgres);
    redis = List.copyOf(redis);
  }

  /** How a cluster or a node is. */
  public enum Phase {
    /** Processes are being started. */
    STARTING,
    /** Everything answers. */
    READY,
    /** Something that ought to answer does not. */
    DEGRADED,
    /** It died and will be started again. */
    RESTARTING,
    /** Work in flight is being finished. */
    STOPPING,
    /** There are no processes. */
    STOPPED;

    /** Whether a cluster is in it on its way to another only. */
    public boolean passes() {
      return switch (this) {
        case STARTING, STOPPING -> true;
        case READY, DEGRADED, RESTARTING, STOPPED -> false;
      };
    }
  }

  /**
   * One engine node.
   *
   * @param version the software it runs; empty until it has answered
   */
  public record Node(String name, long pid, URI url, String region, Phase state, String version) {

    /** This, without a process. */
    public Node gone() {
      return new Node(name, 0, url, region, Phase.STOPPED, version);
    }
  }

  /**
   * One PostgreSQL or Redis.
   *
   * @param name of the server; it keeps it when its role changes
   * @param store what it is a server of: {@code postgres}, {@code postgres-shard-1} and so on,
   *     {@code redis} or {@code redis-durable}
   * @param role {@code primary}, {@code standby} or {@code replica}; of the Redis that holds queue
   *     and sessions {@code durable} or {@code durable-replica}
   * @param port on 127.0.0.1
   */
  public record Store(String name, String store, String role, long pid, int port) {

    /** This, without a process. */
    public Store gone() {
      return new Store(name, store, role, 0, port);
    }
  }

  /** What clients talk to. */
  public record Balancer(long pid, URI url) {

    /** This, without a process. */
    public Balancer gone() {
      return new Balancer(0, url);
    }
  }

  /** This, in another phase. */
  public ClusterState in(Phase phase) {
    return new ClusterState(
        name, phase, url, tokenFile, nodes, postgres, redis, balancer, standbyRule);
  }
}
