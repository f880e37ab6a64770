package ai.hal9.sim.supervisor;

import java.util.List;
import java.util.stream.Stream;

/** All processes of a cluster but the supervisor. */
record Roster(
    Member postgres,
    List<Member> standbys,
    Member redis,
    List<Member> replicas,
    List<Member> nodes,
    Member balancer) {

  Stream<Member> all() {
    return Stream.of(
            Stream.of(postgres),
            standbys.stream(),
            Stream.of(redis),
            replicas.stream(),
            nodes.stream(),
            Stream.of(balancer))
        .flatMap(members -> members);
  }
}
