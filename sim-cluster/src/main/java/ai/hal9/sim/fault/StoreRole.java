package ai.hal9.sim.fault;

import ai.hal9.sim.cluster.ClusterState;
import java.util.List;

/** A store's primary, whichever server that is. */
enum StoreRole {
  POSTGRES("primary", "PostgreSQL's primary"),
  CACHE_REDIS("primary", "the cache's Redis"),
  DURABLE_REDIS("durable", "the durable Redis");

  private final String role;
  private final String label;

  StoreRole(String role, String label) {
    this.role = role;
    this.label = label;
  }

  /** In the midst of a sentence. */
  String label() {
    return label;
  }

  /** The server that is it now. */
  ClusterState.Store of(ClusterState state) {
    return servers(state).stream()
        .filter(server -> server.role().equals(role))
        .findFirst()
        .orElseThrow();
  }

  private List<ClusterState.Store> servers(ClusterState state) {
    return switch (this) {
      case POSTGRES -> state.postgres();
      case CACHE_REDIS, DURABLE_REDIS -> state.redis();
    };
  }
}
