package ai.hal9.sim.fault;

import ai.hal9.sim.cluster.ClusterSpec;

/** The primary of one of two shards dies. */
final class ShardKilled implements Fault {

  private static final int SHARDS = 2;

  @Override
  public String name() {
    return "shard-killed";
  }

  @Override
  public String what() {
    return "kill -9 of the primary of one of %d shards".formatted(SHARDS);
  }

  @Override
  public ClusterSpec shape(ClusterSpec common) {
    return common.withShards(SHARDS);
  }

  @Override
  public void strike(Site site, Load load) {
    site.kill(StoreRole.SHARD.of(site.state()).pid());
  }
}
