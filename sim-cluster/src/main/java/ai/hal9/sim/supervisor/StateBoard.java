package ai.hal9.sim.supervisor;

import ai.hal9.sim.cluster.ClusterFiles;
import ai.hal9.sim.cluster.ClusterState;
import ai.hal9.sim.cluster.ClusterState.Phase;
import ai.hal9.sim.cluster.StandbyRule;
import ai.hal9.sim.process.ProcessIdentity;
import ai.hal9.stores.process.Spawner;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Writes the cluster's state down whenever it changes. */
final class StateBoard {

  private final Plan plan;
  private final Roster roster;
  private final Spawner spawner;
  private final Supplier<StandbyRule> standbyRule;
  private final ClusterFiles files;
  private final Map<String, String> versions = new ConcurrentHashMap<>();
  private Phase phase = Phase.STARTING;

  StateBoard(Plan plan, Roster roster, Spawner spawner, Supplier<StandbyRule> standbyRule) {
    this.plan = plan;
    this.roster = roster;
    this.spawner = spawner;
    this.standbyRule = standbyRule;
    this.files = new ClusterFiles(plan.directory());
  }

  /** Moves the cluster as a whole to another phase. */
  synchronized void become(Phase next) {
    phase = next;
    publish();
  }

  void version(String node, String version) {
    versions.put(node, version);
  }

  synchronized void publish() {
    files.write(state());
    files.write(processes());
  }

  private ClusterState state() {
    var nodes = new ArrayList<ClusterState.Node>();
    for (int i = 0; i < plan.nodes().size(); i++) {
      nodes.add(node(plan.nodes().get(i), roster.nodes().get(i)));
    }
    return new ClusterState(
        plan.spec().name(),
        wholePhase(),
        plan.balancerUrl(),
        plan.directory().token(),
        nodes,
        Stream.concat(Stream.of(roster.postgres()), roster.shards().stream())
            .flatMap(shard -> shard.state().stream())
            .toList(),
        Stream.concat(roster.redis().state().stream(), roster.durable().state().stream()).toList(),
        new ClusterState.Balancer(roster.balancer().pid(), plan.balancerUrl()),
        plan.spec().standbys() == 0 ? null : standbyRule.get());
  }

  private Phase wholePhase() {
    return phase == Phase.READY && !roster.all().allMatch(m -> m.phase() == Phase.READY)
        ? Phase.DEGRADED
        : phase;
  }

  private ClusterState.Node node(Plan.PlannedNode planned, Member member) {
    return new ClusterState.Node(
        planned.name(),
        member.pid(),
        planned.url(),
        plan.spec().region(),
        member.phase(),
        versions.getOrDefault(planned.name(), ""));
  }

  private List<ProcessIdentity> processes() {
    var identities = new ArrayList<ProcessIdentity>();
    ProcessIdentity.of("supervisor", ProcessHandle.current().pid()).ifPresent(identities::add);
    spawner
        .running()
        .forEach(child -> ProcessIdentity.of(child.name(), child.pid()).ifPresent(identities::add));
    return identities;
  }
}
