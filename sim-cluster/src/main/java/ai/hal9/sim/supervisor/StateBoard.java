package ai.hal9.sim.supervisor;

import ai.hal9.sim.cluster.ClusterFiles;
import ai.hal9.sim.cluster.ClusterState;
import ai.hal9.sim.cluster.ClusterState.Phase;
import ai.hal9.sim.cluster.StandbyRule;
import ai.hal9.sim.process.ProcessIdentity;
import ai.hal9.stores.process.Spawner;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes the cluster's state down whenever it changes. What cannot be written, on a full disk,
 * holds nothing up: it is told once and written when it can be.
 */
final class StateBoard {

  private static final Logger LOG = LoggerFactory.getLogger(StateBoard.class);

  private final Plan plan;
  private final Roster roster;
  private final Spawner spawner;
  private final Supplier<StandbyRule> standbyRule;
  private final Announcer announcer;
  private final ClusterFiles files;
  private final Map<String, String> versions = new ConcurrentHashMap<>();
  private Phase phase = Phase.STARTING;
  private boolean unwritten;

  /**
   * @param announcer told when nothing can be written
   */
  StateBoard(
      Plan plan,
      Roster roster,
      Spawner spawner,
      Supplier<StandbyRule> standbyRule,
      Announcer announcer) {
    this.plan = plan;
    this.roster = roster;
    this.spawner = spawner;
    this.standbyRule = standbyRule;
    this.announcer = announcer;
    this.files = new ClusterFiles(plan.directory());
  }

  /**
   * Writes the first state.
   *
   * @throws UncheckedIOException if it cannot be written: nobody would know of what is started
   */
  synchronized void open() {
    write();
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
    try {
      write();
      if (unwritten) {
        announcer.notice("the state of the cluster is written again");
      }
      unwritten = false;
    } catch (UncheckedIOException e) {
      if (!unwritten) {
        LOG.error("the state cannot be written", e);
        announcer.notice(
            "cannot write the state: %s; free space in %s"
                .formatted(e.getCause(), plan.directory().root()));
      }
      unwritten = true;
    }
  }

  /** Tries what could not be written again. */
  synchronized void catchUp() {
    if (unwritten) {
      publish();
    }
  }

  private void write() {
    files.write(state());
    files.write(processes());
  }

  private ClusterState state() {
    var nodes = new ArrayList<ClusterState.Node>();
    for (int i = 0; i < plan.nodes().size(); i++) {
      nodes.add(node(plan.nodes().get(i), plan.spec().region(i), roster.nodes().get(i)));
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

  private ClusterState.Node node(Plan.PlannedNode planned, String region, Member member) {
    return new ClusterState.Node(
        planned.name(),
        member.pid(),
        planned.url(),
        region,
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
