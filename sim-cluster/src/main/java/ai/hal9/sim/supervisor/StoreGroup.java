package ai.hal9.sim.supervisor;

import ai.hal9.sim.cluster.ClusterState;
import java.util.List;
import java.util.stream.Stream;

/** The servers of one store: a primary and what follows it. */
interface StoreGroup {

  /** What it is called in {@link ClusterState}. */
  String name();

  /** All its processes, in the order in which they were planned. */
  List<Member> members();

  /** Whether this server is the primary now. */
  boolean leads(Member member);

  /** The primary's role in {@link ClusterState}, and the others'. */
  String role(Member member);

  /** Where the server listens, on 127.0.0.1. */
  int port(Member member);

  default Member primary() {
    return members().stream().filter(this::leads).findFirst().orElseThrow();
  }

  default List<Member> followers() {
    return members().stream().filter(member -> !leads(member)).toList();
  }

  /** The primary first. */
  default List<ClusterState.Store> state() {
    return Stream.concat(Stream.of(primary()), followers().stream())
        .map(
            member ->
                new ClusterState.Store(
                    member.name(), name(), role(member), member.pid(), port(member)))
        .toList();
  }
}
