package ai.hal9.sim.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.hal9.sim.cluster.ClusterControl;
import ai.hal9.sim.cluster.ClusterSpec;
import ai.hal9.sim.cluster.ClusterState;
import ai.hal9.sim.cluster.ScratchHome;
import ai.hal9.sim.fault.SignalStore;
import ai.hal9.sim.process.Installation;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A cluster of two shards, and a third for it. */
@Tag("real-nodes")
final class ShardsCommandIT {

  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int SIGNALS = 300;
  private static final int USERS = 60;

  @TempDir private Path directory;

  @Test
  void shards_areListed_andOneIsAddedWhileTheClusterServes() throws Exception {
    var control = ClusterControl.of(ScratchHome.in(directory), Installation.current());
    var spec =
        ClusterSpec.named("sharded")
            .withNodes(1)
            .withShards(2)
            .withStandbys(0)
            .with("database.max_connections", "10")
            .with("database.min_connections", "2");
    try (var cluster = control.start(spec, event -> {});
        var http = HttpClient.newHttpClient()) {
      for (var i = 0; i < SIGNALS; i++) {
        post(http, cluster.state(), i);
      }
      await().atMost(PATIENCE).untilAsserted(() -> assertSpread(list(control), 2));

      killedInTheMidst(control);
      assertThat(list(control).path("moving_to").asInt()).isEqualTo(2);
      assertThat(run(control, new ByteArrayOutputStream(), "add", "--name", "sharded"))
          .isEqualTo(ExitCode.DONE);

      assertSpread(list(control), 3);
      assertThat(cluster.state().postgres()).hasSize(3);
      post(http, cluster.state(), 0);
      var stored = SignalStore.of(cluster.state(), control.directory("sharded"));
      assertThat(stored.beginning("signal ")).hasSize(SIGNALS + 1);
    }
  }

  /** {@code kill -9} of the command once it moves users; what it has started ends with it. */
  private void killedInTheMidst(ClusterControl control) throws Exception {
    var command =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElseThrow(),
                "-cp",
                System.getProperty("java.class.path"),
                ShardsAdder.class.getName(),
                directory.toString(),
                "sharded")
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("add.log").toFile())
            .start();
    await().atMost(PATIENCE).until(() -> list(control).path("moving_to").asInt() == 2);
    var mover = command.children().findFirst().orElseThrow();
    command.destroyForcibly();
    await().atMost(PATIENCE).until(() -> !mover.isAlive());
  }

  private static void assertSpread(JsonNode list, int shards) {
    assertThat(list.path("shards")).hasSize(shards);
    var rows = 0L;
    var users = 0L;
    for (var shard : list.path("shards")) {
      assertThat(shard.path("up").asBoolean()).isTrue();
      assertThat(shard.path("users").asLong()).isPositive();
      rows += shard.path("rows").asLong();
      users += shard.path("users").asLong();
    }
    assertThat(rows).isEqualTo(SIGNALS);
    assertThat(users).isEqualTo(USERS);
  }

  private static void post(HttpClient http, ClusterState cluster, int number) throws Exception {
    var body =
        "{\"content\":\"signal %d\",\"user_id\":\"user-%d\"}".formatted(number, number % USERS);
    var request =
        HttpRequest.newBuilder(cluster.url().resolve("/api/v1/signal"))
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    assertThat(http.send(request, BodyHandlers.ofString()).statusCode()).isEqualTo(200);
  }

  private static JsonNode list(ClusterControl control) {
    var out = new ByteArrayOutputStream();
    assertThat(run(control, out, "--name", "sharded", "--json")).isEqualTo(ExitCode.DONE);
    return JSON.readTree(out.toString(UTF_8));
  }

  private static int run(ClusterControl control, ByteArrayOutputStream out, String... words) {
    return ShardsAdder.run(control, new PrintStream(out, true, UTF_8), words);
  }
}
