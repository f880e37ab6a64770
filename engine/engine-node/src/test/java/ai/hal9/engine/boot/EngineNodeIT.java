package ai.hal9.engine.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.hal9.engine.store.TestStores;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/** A node as its users run it: a process of its own over a real PostgreSQL and Redis. */
class EngineNodeIT {

  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final JsonMapper JSON = new JsonMapper();

  @TempDir Path folder;

  private final List<Process> processes = new ArrayList<>();
  private final HttpClient client = HttpClient.newHttpClient();

  @AfterEach
  void stop() {
    processes.forEach(Process::destroyForcibly);
    client.close();
  }

  @Test
  void node_answersStoresTunesAndEndsInOrder() throws Exception {
    var port = freePort();
    var node = start(config(port, ""));
    var base = "http://127.0.0.1:" + port;
    await().atMost(PATIENCE).ignoreExceptions().until(() -> get(base + "/health/ready") == 200);

    var answer =
        post(base, "{\"content\":\"Test signal\",\"layer\":\"L4\",\"neuron_id\":\"test-neuron\"}");
    assertThat(answer.statusCode()).isEqualTo(200);
    var data = JSON.readTree(answer.body()).path("data");
    assertThat(data.path("neuron_id").asString()).isEqualTo("strategist");
    assertThat(data.path("path").size()).isEqualTo(3);

    var stored = send(request(base + "/api/v1/signals/" + data.path("signal_id").asString()));
    assertThat(stored.statusCode()).isEqualTo(200);
    assertThat(JSON.readTree(stored.body()).path("data").path("payload").path("content").asString())
        .isEqualTo("Test signal");

    var change =
        "{\"scope\":\"cluster\",\"values\":{\"performance.caching\":\"off\"},\"who\":\"t\"}";
    var tuned =
        send(
            request(base + "/api/v1/tuning")
                .header("Authorization", "Bearer a-token")
                .method("PATCH", BodyPublishers.ofString(change)));
    assertThat(tuned.statusCode()).isEqualTo(200);
    assertThat(get(base + "/metrics")).isEqualTo(200);
    assertThat(get(base + "/api/v1/cluster")).isEqualTo(401);

    node.destroy();
    assertThat(node.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    assertThat(node.exitValue()).isZero();
    assertThat(log()).contains("The node has ended").doesNotContain("a-token");
  }

  @Test
  void wrongConfiguration_endsWith2AndAllMistakes() throws Exception {
    var node = start(config(70_000, "performance: {signal_bufer_size: 5}\n"));
    assertThat(node.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    assertThat(node.exitValue()).isEqualTo(2);
    assertThat(log())
        .contains(
            "2 mistakes", "server.port: '70000'", "did you mean performance.signal_buffer_size?")
        .doesNotContain("\tat ");
  }

  @Test
  void takenPort_endsWith1AndSaysSo() throws Exception {
    try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      var node = start(config(taken.getLocalPort(), ""));
      assertThat(node.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
      assertThat(node.exitValue()).isEqualTo(1);
      assertThat(log())
          .contains("127.0.0.1:" + taken.getLocalPort() + " cannot be served")
          .doesNotContain("\tat ");
    }
  }

  private String config(int port, String more) throws Exception {
    var token = Files.writeString(folder.resolve("token"), "a-token");
    Files.setPosixFilePermissions(token, PosixFilePermissions.fromString("rw-------"));
    var database = TestStores.database();
    return """
        node: {name: node-1, cluster: it%d}
        server: {port: %d, token_file: token}
        database: {url: "%s", username: %s, password_file: %s, max_connections: 4, min_connections: 1}
        redis: {url: "%s", password_file: %s}
        %s"""
        .formatted(
            System.nanoTime(),
            port,
            database.url(),
            database.username(),
            database.passwordFile(),
            TestStores.running().redis().url(),
            TestStores.running().redis().passwordFile(),
            more);
  }

  private Process start(String config) throws IOException {
    var file = Files.writeString(folder.resolve("node.yaml"), config);
    var process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-Xmx128m",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                EngineNode.class.getName(),
                "--config",
                file.toString())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("node.log").toFile())
            .start();
    processes.add(process);
    return process;
  }

  private String log() throws IOException {
    return Files.readString(folder.resolve("node.log"));
  }

  private int get(String url) throws IOException, InterruptedException {
    return send(request(url)).statusCode();
  }

  private HttpResponse<String> post(String base, String body)
      throws IOException, InterruptedException {
    return send(request(base + "/api/v1/signal").POST(BodyPublishers.ofString(body)));
  }

  private HttpResponse<String> send(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    return client.send(request.build(), BodyHandlers.ofString());
  }

  private static HttpRequest.Builder request(String url) {
    return HttpRequest.newBuilder(URI.create(url)).timeout(Duration.ofSeconds(20));
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}
