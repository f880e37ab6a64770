package ai.hal9.sim.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.hal9.sim.cluster.ClusterControl;
import ai.hal9.sim.cluster.ClusterEvent;
import ai.hal9.sim.cluster.ClusterState;
import ai.hal9.sim.cluster.Hal9Home;
import ai.hal9.sim.cluster.RunningCluster;
import ai.hal9.sim.process.Installation;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A store's primary dies under load: what follows it takes its place, and the nodes go on. */
final class FailoverIT {

  private static final String NAME = "failover";
  private static final int CLIENTS = 16;
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  /** Far more than it takes; a node that has to be restarted, or a person, takes longer. */
  private static final Duration BACK = Duration.ofSeconds(20);

  @TempDir private static Path directory;

  private static final List<ClusterEvent> EVENTS = new CopyOnWriteArrayList<>();
  private static RunningCluster cluster;

  @BeforeAll
  static void start() {
    cluster =
        ClusterControl.of(new Hal9Home(directory), Installation.current())
            .start(DurabilityIT.spec(NAME), EVENTS::add);
  }

  @AfterAll
  static void stop() {
    cluster.close();
  }

  @Test
  void committed_postgresPrimaryKilled_isOnTheStandbyThatServesInItsPlace() throws Exception {
    var stored = StoredSignals.of(cluster.state(), new Hal9Home(directory).cluster(NAME));
    var before = cluster.state();
    await().atMost(PATIENCE).until(() -> stored.synchronousStandbys() == 1);
    var clients = SignalClients.posting(cluster.url(), "committed", CLIENTS);
    try (clients) {
      awaitProgress(clients);
      var old = before.postgres().getFirst();
      ProcessHandle.of(old.pid()).orElseThrow().destroyForcibly();
      await().atMost(PATIENCE).until(() -> told("postgres is fenced and postgres-standby-1"));
      awaitProgress(clients);
      assertThat(cluster.state().postgres().getFirst().name()).isEqualTo("postgres-standby-1");

      // what is left of the old one follows the new one, and commits wait for it
      await().atMost(PATIENCE).until(() -> stored.synchronousStandbys() == 1);
      awaitProgress(clients);
    }
    stored.assertHolds(clients);
    assertThat(pids(cluster.state())).isEqualTo(pids(before));
  }

  private static List<Long> pids(ClusterState state) {
    return state.nodes().stream().map(ClusterState.Node::pid).toList();
  }

  private static boolean told(String beginning) {
    return EVENTS.stream().anyMatch(event -> event.text().startsWith(beginning));
  }

  private static void awaitProgress(SignalClients clients) {
    var before = clients.acknowledged();
    await().atMost(BACK).until(() -> clients.acknowledged() > before + 500);
  }
}
