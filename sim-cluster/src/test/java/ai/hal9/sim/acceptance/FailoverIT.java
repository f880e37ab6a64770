package ai.hal9.sim.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.hal9.api.tuning.TuningScope;
import ai.hal9.sim.cluster.ClusterControl;
import ai.hal9.sim.cluster.ClusterEvent;
import ai.hal9.sim.cluster.ClusterState;
import ai.hal9.sim.cluster.ClusterState.Phase;
import ai.hal9.sim.cluster.RunningCluster;
import ai.hal9.sim.cluster.ScratchHome;
import ai.hal9.sim.process.Installation;
import ai.hal9.sim.telemetry.ClusterAddress;
import ai.hal9.sim.telemetry.ClusterApi;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A store's primary, or the balancer, dies under load: what follows takes its place, or it is
 * started again, and the nodes go on.
 */
@Tag("real-nodes")
final class FailoverIT {

  private static final String NAME = "failover";
  private static final int CLIENTS = 16;
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  /** Far more than it takes on a busy machine; a person, or a new node, takes longer. */
  private static final Duration BACK = Duration.ofSeconds(20);

  private final HttpClient http = HttpClient.newHttpClient();
  private final List<ClusterEvent> events = new CopyOnWriteArrayList<>();

  @TempDir private Path directory;

  @Test
  void acknowledged_balancerAndPrimariesKilled_areStoredOnceByThoseThatTookTheirPlace()
      throws Exception {
    var home = ScratchHome.in(directory);
    var control = ClusterControl.of(home, Installation.current());
    var spec = DurabilityIT.spec(NAME).with("queue.claim_idle", "1s");
    SignalClients committed;
    SignalClients queued;
    try (var cluster = control.start(spec, events::add)) {
      var before = cluster.state();
      var stored = StoredSignals.of(before, home.cluster(NAME));

      committed = committed(cluster, stored);
      stored.assertHolds(committed);
      queued = queued(cluster);

      assertThat(pids(cluster.state())).isEqualTo(pids(before));
      assertThat(metrics(cluster))
          .contains("hal9_failovers_total{")
          .contains("store=\"postgres\"")
          .contains("store=\"redis\"")
          .contains("store=\"redis-durable\"");
    }
    try (var again = control.start(spec, events::add)) {
      assertThat(again.state().postgres().getFirst())
          .extracting(ClusterState.Store::name, ClusterState.Store::role)
          .containsExactly("postgres-standby-1", "primary");
      assertThat(DurableStore.primary(again.state()).name()).isEqualTo("redis-durable-replica-1");
      var stored = StoredSignals.of(again.state(), home.cluster(NAME));
      await()
          .atMost(PATIENCE)
          .untilAsserted(
              () -> {
                stored.assertHolds(committed);
                stored.assertHolds(queued);
              });
    }
  }

  private SignalClients committed(RunningCluster cluster, StoredSignals stored) throws Exception {
    await().atMost(PATIENCE).until(() -> stored.synchronousStandbys() == 1);
    var clients = SignalClients.posting(cluster.url(), "committed", CLIENTS);
    try (clients) {
      awaitProgress(clients);
      kill(cluster.state().postgres().getFirst().pid());
      await()
          .atMost(BACK)
          .until(() -> told("postgres is fenced and postgres-standby-1 is the primary"));
      awaitProgress(clients);

      kill(cluster.state().redis().getFirst().pid());
      var balancer = cluster.state().balancer().pid();
      kill(balancer);
      await().atMost(BACK).until(() -> told("redis is fenced and redis-replica-1 is the primary"));
      await().atMost(PATIENCE).until(() -> told("balancer runs again"));
      assertThat(events)
          .extracting(ClusterEvent::text)
          .contains(
              "balancer (pid %d) ended with status 137; starting it again in 0.5 s"
                  .formatted(balancer));

      // what is left of the old ones follows the new ones, and commits wait for it
      await().atMost(PATIENCE).until(() -> stored.synchronousStandbys() == 1);
      await().atMost(PATIENCE).until(() -> cluster.state().state() == Phase.READY);
      awaitProgress(clients);
    }
    return clients;
  }

  private SignalClients queued(RunningCluster cluster) throws Exception {
    queue(cluster);
    var clients = SignalClients.posting(cluster.url(), "queued", CLIENTS);
    try (clients) {
      awaitProgress(clients);
      kill(DurableStore.primary(cluster.state()).pid());
      await()
          .atMost(BACK)
          .until(() -> told("redis-durable is fenced and redis-durable-replica-1 is the primary"));
      awaitProgress(clients);
      await().atMost(PATIENCE).until(() -> told("redis-durable runs again"));
      awaitProgress(clients);
    }
    return clients;
  }

  private void queue(RunningCluster cluster) throws Exception {
    var token = Files.readString(cluster.tokenFile()).strip();
    new ClusterApi(http, new ClusterAddress(cluster.url(), token))
        .tune(
            TuningScope.CLUSTER,
            Map.of("performance.durability", "queued"),
            "test",
            "to kill what it is kept in");
    for (var node : cluster.state().nodes()) {
      var api = new ClusterApi(http, new ClusterAddress(node.url(), token));
      await()
          .atMost(PATIENCE)
          .until(() -> "queued".equals(api.tuning().get("performance.durability")));
    }
  }

  private static void kill(long pid) {
    ProcessHandle.of(pid).orElseThrow().destroyForcibly();
  }

  private static List<Long> pids(ClusterState state) {
    return state.nodes().stream().map(ClusterState.Node::pid).toList();
  }

  private String metrics(RunningCluster cluster) throws Exception {
    var node = cluster.state().nodes().getFirst().url();
    var request = HttpRequest.newBuilder(node.resolve("/metrics")).build();
    return http.send(request, BodyHandlers.ofString()).body();
  }

  private boolean told(String beginning) {
    return events.stream().anyMatch(event -> event.text().startsWith(beginning));
  }

  private static void awaitProgress(SignalClients clients) {
    var before = clients.acknowledged();
    await().atMost(BACK).until(() -> clients.acknowledged() > before + 500);
  }
}
