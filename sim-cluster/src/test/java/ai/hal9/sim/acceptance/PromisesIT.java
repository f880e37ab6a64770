package ai.hal9.sim.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.hal9.sim.cluster.ClusterControl;
import ai.hal9.sim.cluster.ClusterDirectory;
import ai.hal9.sim.cluster.ClusterEvent;
import ai.hal9.sim.cluster.ClusterState.Phase;
import ai.hal9.sim.cluster.RunningCluster;
import ai.hal9.sim.cluster.ScratchHome;
import ai.hal9.sim.process.Freeze;
import ai.hal9.sim.process.Installation;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What an acknowledgement promises with a durable queue, a replica and a standby. */
@Tag("real-nodes")
final class PromisesIT {

  private static final String NAME = "promises";
  private static final int CLIENTS = 16;
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final JsonMapper JSON = JsonMapper.builder().build();

  @TempDir private static Path directory;

  private static final List<ClusterEvent> EVENTS = new CopyOnWriteArrayList<>();
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static RunningCluster cluster;
  private static ClusterDirectory files;

  @BeforeAll
  static void start() throws IOException {
    var home = ScratchHome.in(directory);
    files = home.cluster(NAME);
    var spec = DurabilityIT.spec(NAME).with("queue.claim_idle", "1s");
    cluster = ClusterControl.of(home, Installation.current()).start(spec, EVENTS::add);
  }

  @AfterAll
  static void stop() {
    cluster.close();
    HTTP.close();
  }

  @Test
  void queued_nodePostgresAndRedisFail_eachSignalIsStoredOnceAndPoisonIsSetAside()
      throws Exception {
    tune("performance.durability", "queued");
    var stored = StoredSignals.of(cluster.state(), files);
    var clients = SignalClients.posting(cluster.url(), "queued", CLIENTS);
    try (clients) {
      awaitProgress(clients);
      kill(cluster.state().nodes().getFirst().pid());
      awaitProgress(clients);

      try (var _ = Freeze.of(cluster.state().postgres().getFirst().pid())) {
        awaitProgress(clients);
        assertThat(queue().path("signals").asLong()).isPositive();
      }
      DurableStore.of(cluster.state(), files)
          .command("XADD", "hal9:" + NAME + ":queue:entries", "*", "n", "1", "rows", "poison");
      awaitProgress(clients);

      kill(DurableStore.primary(cluster.state()).pid());
      await()
          .atMost(PATIENCE)
          .until(
              () -> told("redis-durable runs again") > 0 && cluster.state().state() == Phase.READY);
      awaitProgress(clients);
    }
    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(queue().path("entries").asLong()).isZero());
    stored.assertHolds(clients);

    assertThat(queue().path("dead_letters").asLong()).isEqualTo(1);
    var letter = get("/api/v1/queue/dead").path(0);
    assertThat(letter.path("reason").asString()).startsWith("it cannot be read");
    var ids = JSON.writeValueAsString(Map.of("ids", List.of(letter.path("id").asString())));
    assertThat(send("POST", "/api/v1/queue/discard", ids).path("discarded").asInt()).isEqualTo(1);
  }

  @Test
  void committed_standbyFrozen_goesOnAloneAndWaitsForItAgain() throws Exception {
    tune("performance.durability", "committed");
    var stored = StoredSignals.of(cluster.state(), files);
    await().atMost(PATIENCE).until(() -> stored.synchronousStandbys() == 1);
    var standby = cluster.state().postgres().getLast();
    var clients = SignalClients.posting(cluster.url(), "committed", CLIENTS);
    try (clients) {
      awaitProgress(clients);
      var left = told("no standby of PostgreSQL is left");
      var back = told("a standby of PostgreSQL streams again");
      try (var _ = Freeze.of(standby.pid())) {
        await().atMost(PATIENCE).until(() -> told("no standby of PostgreSQL is left") > left);
        awaitProgress(clients);
      }
      await().atMost(PATIENCE).until(() -> told("a standby of PostgreSQL streams again") > back);
      await().atMost(PATIENCE).until(() -> stored.synchronousStandbys() == 1);
      awaitProgress(clients);
    }
    stored.assertHolds(clients);
  }

  private static long told(String beginning) {
    return EVENTS.stream().filter(event -> event.text().startsWith(beginning)).count();
  }

  private static void kill(long pid) {
    ProcessHandle.of(pid).orElseThrow().destroyForcibly();
  }

  private static void tune(String key, String value) throws Exception {
    var change =
        "{\"scope\":\"cluster\",\"values\":{\"%s\":\"%s\"},\"who\":\"test\"}".formatted(key, value);
    await().atMost(PATIENCE).until(() -> cluster.state().state() == Phase.READY);
    send("PATCH", "/api/v1/tuning", change);
    await()
        .atMost(PATIENCE)
        .ignoreExceptions()
        .untilAsserted(
            () -> {
              for (var node : cluster.state().nodes()) {
                var values = JSON.readTree(body(node.url().resolve("/api/v1/tuning"), "GET", ""));
                assertThat(values.path("data").path("values").path(key).asString())
                    .isEqualTo(value);
              }
            });
  }

  private static JsonNode queue() throws IOException, InterruptedException {
    return get("/api/v1/queue");
  }

  private static JsonNode get(String path) throws IOException, InterruptedException {
    return send("GET", path, "");
  }

  private static JsonNode send(String method, String path, String body)
      throws IOException, InterruptedException {
    return JSON.readTree(body(cluster.url().resolve(path), method, body)).path("data");
  }

  private static String body(URI where, String method, String body)
      throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(where)
            .header("Authorization", "Bearer " + Files.readString(cluster.tokenFile()).strip())
            .header("Content-Type", "application/json")
            .method(method, BodyPublishers.ofString(body))
            .build();
    var response = HTTP.send(request, BodyHandlers.ofString());
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    return response.body();
  }

  private static void awaitProgress(SignalClients clients) {
    var before = clients.acknowledged();
    await().atMost(PATIENCE).until(() -> clients.acknowledged() > before + 500);
  }
}
