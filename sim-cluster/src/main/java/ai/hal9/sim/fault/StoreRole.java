package ai.hal9.sim.fault;

import ai.hal9.sim.cluster.ClusterState;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A store's primary, whichever server that is. */
enum StoreRole {
  POSTGRES("postgres", "PostgreSQL's primary"),
  SHARD("postgres-shard-1", "the second shard's primary"),
  CACHE_REDIS("redis", "the cache's Redis"),
  DURABLE_REDIS("redis-durable", "the durable Redis");

  private static final Set<String> PRIMARY = Set.of("primary", "durable");

  private final String store;
  private final String label;

  StoreRole(String store, String label) {
    this.store = store;
    this.label = label;
  }

  /** In the midst of a sentence. */
  String label() {
    return label;
  }

  /** The server that is it now. */
  ClusterState.Store of(ClusterState state) {
    return in(state).orElseThrow();
  }

  /** The server that is it now; empty where the cluster has no such store. */
  Optional<ClusterState.Store> in(ClusterState state) {
    return servers(state).stream()
        .filter(server -> server.store().equals(store) && PRIMARY.contains(server.role()))
        .findFirst();
  }

  private List<ClusterState.Store> servers(ClusterState state) {
    return switch (this) {
      case POSTGRES, SHARD -> state.postgres();
      case CACHE_REDIS, DURABLE_REDIS -> state.redis();
    };
  }
}
