package ai.hal9.sim.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.hal9.sim.cluster.ClusterControl;
import ai.hal9.sim.cluster.ClusterSpec;
import ai.hal9.sim.cluster.ClusterState;
import ai.hal9.sim.cluster.Hal9Home;
import ai.hal9.sim.fault.SignalStore;
import ai.hal9.sim.process.Installation;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine.Command;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A cluster of two shards, and a third for it. */
final class ShardsCommandIT {

  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int SIGNALS = 300;
  private static final int USERS = 60;

  @TempDir private Path directory;

  @Test
  void shards_areListed_andOneIsAddedWhileTheClusterServes() throws Exception {
    var control = ClusterControl.of(new Hal9Home(directory), Installation.current());
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

      // the first process that moves users is killed before it has moved them all
      var adding = CompletableFuture.supplyAsync(() -> add(control));
      await().atMost(PATIENCE).until(() -> list(control).path("movingTo").asInt() == 2);
      mover().destroyForcibly();
      assertThat(adding.get(1, TimeUnit.MINUTES)).isNotEqualTo(ExitCode.DONE);
      assertThat(list(control).path("movingTo").asInt()).isEqualTo(2);

      assertThat(add(control)).isEqualTo(ExitCode.DONE);

      assertSpread(list(control), 3);
      assertThat(cluster.state().postgres()).hasSize(3);
      post(http, cluster.state(), 0);
      var stored = SignalStore.of(cluster.state(), control.directory("sharded"));
      assertThat(stored.beginning("signal ")).hasSize(SIGNALS + 1);
    }
  }

  private static int add(ClusterControl control) {
    return run(control, new ByteArrayOutputStream(), "add", "--name", "sharded");
  }

  private static ProcessHandle mover() {
    return ProcessHandle.current()
        .children()
        .filter(
            child ->
                child.info().commandLine().orElse("").contains("ai.hal9.engine.reshard.Resharding"))
        .findFirst()
        .orElseThrow();
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
    var output = Output.of(new PrintStream(out, true, UTF_8), System.err);
    var arguments = new ArrayList<>(List.of("shards"));
    arguments.addAll(List.of(words));
    return new CommandRunner(new Root(), List.of(new ShardsCommand(output, () -> control)), output)
        .run(arguments.toArray(String[]::new));
  }

  @Command(name = "hal9")
  private static final class Root {}
}
