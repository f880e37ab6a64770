package ai.hal9.sim.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.hal9.sim.cluster.ClusterControl;
import ai.hal9.sim.cluster.ClusterFiles;
import ai.hal9.sim.cluster.ClusterSpec;
import ai.hal9.sim.cluster.ClusterState;
import ai.hal9.sim.cluster.ClusterState.Phase;
import ai.hal9.sim.cluster.ScratchHome;
import ai.hal9.sim.process.Installation;
import ai.hal9.sim.process.ProcessIdentity;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Predicate;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An acknowledged signal is stored once, whatever dies. */
@Tag("real-nodes")
final class DurabilityIT {

  private static final int CLIENTS = 16;
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  @TempDir private Path directory;

  @Test
  void acknowledgedSignals_nodeKilledAndConnectionsTerminated_areStoredOnce() throws Exception {
    var home = ScratchHome.in(directory);
    var control = ClusterControl.of(home, Installation.current());
    try (var cluster = control.start(spec("kills"), event -> {})) {
      var stored = StoredSignals.of(cluster.state(), home.cluster("kills"));
      var clients = SignalClients.posting(cluster.url(), "kills", CLIENTS);
      try (clients) {
        awaitProgress(clients);
        var node = cluster.state().nodes().getFirst();
        ProcessHandle.of(node.pid()).orElseThrow().destroyForcibly();
        awaitProgress(clients);
        assertThat(stored.terminateAllConnections()).isPositive();
        awaitProgress(clients);
        await()
            .atMost(PATIENCE)
            .untilAsserted(
                () -> {
                  var again = cluster.state().nodes().getFirst();
                  assertThat(again.state()).isEqualTo(Phase.READY);
                  assertThat(again.pid()).isNotEqualTo(node.pid());
                });
      }
      stored.assertHolds(clients);
    }
  }

  @Test
  void acknowledgedSignals_launcherKilled_areStoredOnceAndNoProcessStays() throws Exception {
    var home = ScratchHome.in(directory);
    var control = ClusterControl.of(home, Installation.current());
    try (var launcher = ClusterLauncher.start(directory, "launched")) {
      await()
          .atMost(PATIENCE)
          .until(() -> control.state("launched").map(ClusterState::state), is(Phase.READY));
      var state = control.state("launched").orElseThrow();
      var clients = SignalClients.posting(state.url(), "launched", CLIENTS);
      try (clients) {
        awaitProgress(clients);
        var processes = new ClusterFiles(home.cluster("launched")).processes();
        launcher.kill();
        await().atMost(PATIENCE).until(() -> processes.stream().noneMatch(ProcessIdentity::alive));
      }
      try (var again = control.start(spec("launched"), event -> {})) {
        StoredSignals.of(again.state(), home.cluster("launched")).assertHolds(clients);
      }
    }
  }

  static ClusterSpec spec(String name) {
    return ClusterSpec.named(name)
        .withNodes(2)
        .withStandbys(1)
        .with("database.max_connections", "10")
        .with("database.min_connections", "2");
  }

  private static void awaitProgress(SignalClients clients) {
    var before = clients.acknowledged();
    await().atMost(PATIENCE).until(() -> clients.acknowledged() > before + 500);
  }

  private static Predicate<Optional<Phase>> is(Phase phase) {
    return found -> found.filter(phase::equals).isPresent();
  }
}
