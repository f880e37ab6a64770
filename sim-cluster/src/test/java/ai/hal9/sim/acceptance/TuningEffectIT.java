package ai.hal9.sim.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import ai.hal9.api.tuning.TuningScope;
import ai.hal9.sim.SimException;
import ai.hal9.sim.cluster.ClusterControl;
import ai.hal9.sim.cluster.RunningCluster;
import ai.hal9.sim.cluster.ScratchHome;
import ai.hal9.sim.process.Installation;
import ai.hal9.sim.telemetry.ClusterAddress;
import ai.hal9.sim.telemetry.ClusterApi;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A change takes effect under load, without an error, in what is measured. */
@Tag("real-nodes")
final class TuningEffectIT {

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final int CLIENTS = 16;

  @TempDir private Path directory;

  private final HttpClient http = HttpClient.newHttpClient();

  @Test
  void tuning_underLoad_showsInWhatIsMeasuredWithoutAnError() throws Exception {
    var home = ScratchHome.in(directory);
    var control = ClusterControl.of(home, Installation.current());
    var spec = DurabilityIT.spec("tuned").withNodes(1).withStandbys(0);
    try (var cluster = control.start(spec, event -> {});
        var clients = SignalClients.posting(cluster.url(), "tuned", CLIENTS, 100)) {
      var token = Files.readString(cluster.tokenFile()).strip();
      var api = new ClusterApi(http, new ClusterAddress(cluster.url(), token));
      var stored = StoredSignals.of(cluster.state(), home.cluster("tuned"));
      await().atMost(PATIENCE).until(() -> hits(cluster) > 1_000);

      tune(api, Map.of("performance.caching", "off"));
      await().atMost(PATIENCE).until(() -> processedWithoutHits(cluster, clients) > 100);

      tune(
          api,
          Map.of(
              "performance.caching", "on",
              "performance.group_commit", "off",
              "performance.signal_buffer_size", "1000",
              "performance.buffer_flush_ms", "100"));
      await()
          .atMost(PATIENCE)
          .until(() -> metrics(cluster).at("/batch_size_average").asDouble() > 8);
      assertThat(metrics(cluster).at("/batches/time").asDouble()).isPositive();

      tune(api, Map.of("database.max_connections", "3", "database.min_connections", "1"));
      await().atMost(PATIENCE).until(() -> stored.connections("hal9") <= 3);

      var before = api.tuning();
      assertThatThrownBy(
              () ->
                  tune(
                      api,
                      Map.of(
                          "performance.buffer_flush_ms", "1",
                          "performance.cache_ttl_seconds", "never")))
          .isInstanceOf(SimException.class);
      assertThat(api.tuning()).isEqualTo(before);
      assertThat(clients.refused()).isZero();
    }
  }

  private static void tune(ClusterApi api, Map<String, String> values) throws InterruptedException {
    api.tune(TuningScope.CLUSTER, values, "test", "to see its effect");
  }

  /** Signals processed while the hits stood still; less than zero while they did not. */
  private long processedWithoutHits(RunningCluster cluster, SignalClients clients)
      throws Exception {
    var hits = hits(cluster);
    var acknowledged = clients.acknowledged();
    await().atMost(PATIENCE).until(() -> clients.acknowledged() > acknowledged + 200);
    return hits(cluster) == hits ? clients.acknowledged() - acknowledged : -1;
  }

  private long hits(RunningCluster cluster) throws Exception {
    return metrics(cluster).at("/cache_hits/local").asLong();
  }

  private JsonNode metrics(RunningCluster cluster) throws Exception {
    URI node = cluster.state().nodes().getFirst().url();
    var request = HttpRequest.newBuilder(node.resolve("/api/v1/metrics")).build();
    return JSON.readTree(http.send(request, BodyHandlers.ofString()).body()).path("data");
  }
}
