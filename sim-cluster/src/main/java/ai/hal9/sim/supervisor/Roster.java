package ai.hal9.sim.supervisor;

import java.util.List;
import java.util.stream.Stream;

/**
 * All processes of a cluster but the supervisor.
 *
 * @param shards beyond the first; may grow
 */
record Roster(
    StoreGroup postgres,
    List<? extends StoreGroup> shards,
    StoreGroup redis,
    StoreGroup durable,
    List<Member> nodes,
    Member balancer) {

  private Stream<StoreGroup> stores() {
    return Stream.concat(Stream.of(postgres, redis, durable), shards.stream());
  }

  /** The primaries of all stores. */
  List<Member> primaries() {
    return stores().map(StoreGroup::primary).toList();
  }

  /** Everything that follows a primary. */
  List<Member> followers() {
    return stores().flatMap(store -> store.followers().stream()).toList();
  }

  Stream<Member> all() {
    return Stream.of(
            stores().flatMap(store -> store.members().stream()),
            nodes.stream(),
            Stream.of(balancer))
        .flatMap(members -> members);
  }
}
