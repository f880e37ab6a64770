package ai.hal9.sim.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import ai.hal9.sim.cluster.ClusterState.Phase;
import ai.hal9.sim.process.Installation;
import ai.hal9.sim.process.ProcessIdentity;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The engine as it was built, three nodes of it. */
@Tag("real-nodes")
class RealClusterIT {

  private static final long GIB_IN_KIB = 1 << 20;

  private final Hal9Home home = StandIn.home();
  private final ClusterControl control = ClusterControl.of(home, new Installation(Path.of("..")));

  @Test
  void cluster_ofThreeNodes_servesWithItsSettings_andIsSmall()
      throws IOException, InterruptedException {
    var spec =
        ClusterSpec.named("real")
            .withFresh(true)
            .with("performance.signal_buffer_size", "25")
            .with("performance.group_commit", "off")
            .with("circuit_breaker.timeout", "20s")
            .withRegions(List.of("us-west", "ap-south"))
            .withNodeSettings(new NodeSettings(Map.of("log", Map.of("format", "json"))));
    try (var cluster = control.start(spec, event -> {});
        var client = HttpClient.newHttpClient()) {
      var state = cluster.state();
      assertThat(state.state()).isEqualTo(Phase.READY);
      assertThat(state.nodes()).hasSize(3).allMatch(node -> !node.version().isEmpty());
      assertThat(memoryKib(new ClusterFiles(home.cluster("real")).processes()))
          .as("all processes of an idle cluster, in KiB")
          .isPositive()
          .isLessThan(GIB_IN_KIB);

      assertThat(state.nodes())
          .extracting(ClusterState.Node::region)
          .containsExactly("us-west", "ap-south", "us-west");
      assertThat(home.cluster("real").config().resolve("node-2.yaml"))
          .content()
          .containsPattern("region: \"?ap-south")
          .containsPattern("us-west jdbc:postgresql.*, ap-south jdbc:postgresql");

      var signal =
          HttpRequest.newBuilder(cluster.url().resolve("/api/v1/signal"))
              .header("Content-Type", "application/json")
              .POST(HttpRequest.BodyPublishers.ofString("{\"content\":\"hello\",\"layer\":\"L4\"}"))
              .build();
      var answer = client.send(signal, BodyHandlers.ofString());
      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.body()).contains("\"path\":[\"strategist\",\"designer\",\"implementer\"]");

      for (var node : state.nodes()) {
        assertThat(client.send(tuning(node.url(), cluster.tokenFile()), BodyHandlers.ofString()))
            .satisfies(
                response -> {
                  assertThat(response.statusCode()).isEqualTo(200);
                  assertThat(response.body()).contains("performance.signal_buffer_size");
                });
      }
    }
    assertThat(Files.readAllLines(home.cluster("real").logs().resolve("node-1.log")))
        .isNotEmpty()
        .allMatch(line -> line.startsWith("{\""));
    assertThat(control.state("real").orElseThrow().state()).isEqualTo(Phase.STOPPED);
  }

  private static HttpRequest tuning(URI node, Path token) throws IOException {
    return HttpRequest.newBuilder(node.resolve("/api/v1/tuning"))
        .header("Authorization", "Bearer " + Files.readString(token).strip())
        .build();
  }

  /** Proportional set size: memory that processes share is counted once. */
  private static long memoryKib(List<ProcessIdentity> processes) {
    return processes.stream()
        .flatMap(process -> ProcessHandle.of(process.pid()).stream())
        .flatMap(process -> Stream.concat(Stream.of(process), process.descendants()))
        .map(ProcessHandle::pid)
        .distinct()
        .mapToLong(RealClusterIT::proportionalKib)
        .sum();
  }

  private static long proportionalKib(long pid) {
    try (var lines = Files.lines(Path.of("/proc", Long.toString(pid), "smaps_rollup"))) {
      return lines
          .filter(line -> line.startsWith("Pss:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D+", "")))
          .sum();
    } catch (IOException e) {
      // it ended meanwhile
      return 0;
    }
  }
}
