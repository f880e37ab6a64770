package ai.hal9.sim.supervisor;

import ai.hal9.sim.cluster.ClusterDirectory;
import ai.hal9.sim.cluster.ClusterSpec;
import ai.hal9.sim.process.PortChoice;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What runs where.
 *
 * @param nodes in order, {@code node-1} first
 * @param postgres the first shard: a primary and its standbys
 * @param shards the others, shard 1 first
 * @param redis the cache: a primary and its replica
 * @param durable the durable Redis: a primary, and a replica where PostgreSQL has a standby
 * @param balancer port of the balancer
 */
record Plan(
    ClusterSpec spec,
    ClusterDirectory directory,
    List<PlannedNode> nodes,
    PlannedStore postgres,
    List<PlannedStore> shards,
    PlannedStore redis,
    PlannedStore durable,
    int balancer) {

  /** Two nodes more than the cluster starts with may join before PostgreSQL is full. */
  private static final int JOINING_NODES = 2;

  /** For replication, superusers and people. */
  private static final int RESERVED_CONNECTIONS = 20;

  /** One engine node. */
  record PlannedNode(String name, int port, Path config) {
    URI url() {
      return loopback(port);
    }
  }

  static Plan of(ClusterSpec spec, ClusterDirectory directory, PortChoice ports) {
    return new Plan(
        spec,
        directory,
        IntStream.rangeClosed(1, spec.nodes())
            .mapToObj(i -> node("node-" + i, ports.next(), directory))
            .toList(),
        PlannedStore.of("postgres", "standby", spec.standbys(), directory, ports),
        IntStream.range(1, Math.max(spec.shards(), shardsThere(directory)))
            .mapToObj(id -> shard(id, spec, directory, ports))
            .toList(),
        PlannedStore.of("redis", "replica", 1, directory, ports),
        PlannedStore.of("redis-durable", "replica", Math.min(1, spec.standbys()), directory, ports),
        spec.port() == 0 ? ports.next() : spec.port());
  }

  /** A shard beyond the first. */
  static PlannedStore shard(
      int id, ClusterSpec spec, ClusterDirectory directory, PortChoice ports) {
    return PlannedStore.of(shardName(id), "standby", spec.standbys(), directory, ports);
  }

  private static int shardsThere(ClusterDirectory directory) {
    var shards = 1;
    while (Files.exists(directory.data().resolve(shardName(shards)))) {
      shards++;
    }
    return shards;
  }

  private static String shardName(int id) {
    return "postgres-shard-" + id;
  }

  static PlannedNode node(String name, int port, ClusterDirectory directory) {
    return new PlannedNode(name, port, directory.config().resolve(name + ".yaml"));
  }

  /** Room for every node's whole pool. */
  int postgresConnections() {
    return (spec.nodes() + JOINING_NODES) * spec.connectionsPerNode() + RESERVED_CONNECTIONS;
  }

  URI balancerUrl() {
    return URI.create((spec.tls() ? "https" : "http") + "://127.0.0.1:" + balancer);
  }

  Path balancerConfig() {
    return directory.config().resolve("balancer.yaml");
  }

  private static URI loopback(int port) {
    return URI.create("http://127.0.0.1:" + port);
  }
}
