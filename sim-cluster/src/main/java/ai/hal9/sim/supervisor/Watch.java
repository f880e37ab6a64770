package ai.hal9.sim.supervisor;

import ai.hal9.sim.cluster.ClusterState.Phase;
import java.net.URI;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * Looks every second how nodes and balancer are, until the cluster stops, whether a state is yet to
 * be written, and now and then at the size of the logs.
 */
final class Watch {

  private static final int LOOKS_PER_LOG_CHECK = 15;

  private final Plan plan;
  private final Roster roster;
  private final StateBoard board;
  private final LogLimit logs;
  private final BooleanSupplier stopping;
  private int looks;

  private Watch(
      Plan plan, Roster roster, StateBoard board, LogLimit logs, BooleanSupplier stopping) {
    this.plan = plan;
    this.roster = roster;
    this.board = board;
    this.logs = logs;
    this.stopping = stopping;
  }

  static void start(
      Plan plan,
      Roster roster,
      StateBoard board,
      BooleanSupplier stopping,
      ScheduledExecutorService scheduler) {
    var watch =
        new Watch(
            plan,
            roster,
            board,
            new LogLimit(List.of(plan.directory().logs(), plan.directory().data())),
            stopping);
    var _ = scheduler.scheduleWithFixedDelay(watch::look, 1, 1, TimeUnit.SECONDS);
  }

  private void look() {
    Thread.ofVirtual().start(() -> look(roster.balancer(), plan.balancerUrl()));
    for (int i = 0; i < plan.nodes().size(); i++) {
      var node = plan.nodes().get(i);
      var member = roster.nodes().get(i);
      Thread.ofVirtual().start(() -> look(member, node.url()));
    }
    Thread.ofVirtual().start(board::catchUp);
    if (++looks % LOOKS_PER_LOG_CHECK == 0) {
      logs.enforce();
    }
  }

  private void look(Member member, URI url) {
    var phase = member.phase();
    if (phase == Phase.READY || phase == Phase.DEGRADED) {
      var ready = Probe.ready(url);
      // what stops is not ready, and that is no news
      if (!stopping.getAsBoolean()) {
        member.seen(ready);
      }
    }
  }
}
