package ai.hal9.sim.supervisor;

import java.util.List;
import java.util.stream.Stream;

/** All processes of a cluster but the supervisor. */
record Roster(
    Member postgres,
    List<Member> standbys,
    Member redis,
    List<Member> replicas,
    Member durable,
    List<Member> durableReplicas,
    List<Member> nodes,
    Member balancer) {

  /** The primaries of all stores. */
  List<Member> primaries() {
    return List.of(postgres, redis, durable);
  }

  /** Everything that follows a primary. */
  List<Member> followers() {
    return Stream.of(standbys, replicas, durableReplicas).flatMap(List::stream).toList();
  }

  Stream<Member> all() {
    return Stream.of(
            Stream.of(postgres),
            standbys.stream(),
            Stream.of(redis),
            replicas.stream(),
            Stream.of(durable),
            durableReplicas.stream(),
            nodes.stream(),
            Stream.of(balancer))
        .flatMap(members -> members);
  }
}
