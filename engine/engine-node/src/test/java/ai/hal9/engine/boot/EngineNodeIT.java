package ai.hal9.engine.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.hal9.engine.config.NodeConfig;
import ai.hal9.engine.model.LocalApi;
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
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/** A node as its users run it: a process of its own over a real PostgreSQL and Redis. */
class EngineNodeIT {

  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final JsonMapper JSON = new JsonMapper();
  private static final String SLOW_MODEL = "claude: {mock_delay_ms: 60000}\n";
  private static final double CLOSED = 0;
  private static final double OPEN = 2;

  @TempDir Path folder;

  private final List<Process> processes = new ArrayList<>();
  private final HttpClient client = HttpClient.newHttpClient();
  private NodeConfig.@Nullable Database database;

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
    await()
        .atMost(PATIENCE)
        .until(
            () -> audit(base),
            changes ->
                changes.contains("\"before\":{\"performance.caching\":\"on\"}")
                    && changes.contains("\"authority\":\"token\""));
    assertThat(get(base + "/metrics")).isEqualTo(200);
    assertThat(get(base + "/api/v1/cluster")).isEqualTo(401);

    tune(base, "\"cache.state_strategy\":\"write_behind\",\"cache.flush_interval_ms\":\"60000\"");
    var state =
        send(
            request(base + "/api/v1/neurons/strategist/state")
                .method("PUT", BodyPublishers.ofString("{\"mood\":\"calm\"}")));
    assertThat(state.body()).contains("write_behind");
    assertThat(get(base + "/api/v1/cache/warm")).isEqualTo(401);

    node.destroy();
    assertThat(node.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    assertThat(node.exitValue()).isZero();
    assertThat(log()).contains("The node has ended").doesNotContain("a-token");
    assertThat(storedMood()).isEqualTo("calm");
  }

  private String audit(String base) throws Exception {
    return send(request(base + "/api/v1/tuning/history").header("Authorization", "Bearer a-token"))
        .body();
  }

  private String storedMood() throws Exception {
    try (var connection = TestStores.connect(Objects.requireNonNull(database));
        var query = connection.createStatement();
        var row =
            query.executeQuery("SELECT state->>'mood' FROM neurons WHERE name = 'strategist'")) {
      assertThat(row.next()).isTrue();
      return row.getString(1);
    }
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
  void log_inJson_isOneObjectALine_fromTheFirst() throws Exception {
    try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      var node = start(config(taken.getLocalPort(), "log: {format: json, level: error}\n"));
      assertThat(node.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
      var lines = log().lines().map(JSON::readTree).toList();
      assertThat(lines).isNotEmpty();
      for (var line : lines) {
        assertThat(line.path("level").asString()).isEqualTo("ERROR");
        assertThat(line.path("timestamp").asLong()).isPositive();
      }
      assertThat(lines.getLast().path("formattedMessage").asString()).contains("cannot be served");
    }
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

  @Test
  void breakerSettings_changedLive_openItAtTheNewThreshold() throws Exception {
    var port = freePort();
    start(config(port, ""));
    var base = "http://127.0.0.1:" + port;
    await().atMost(PATIENCE).ignoreExceptions().until(() -> get(base + "/health/ready") == 200);

    tune(base, "\"claude.mock_fault_rate\":\"1\",\"circuit_breaker.failure_threshold\":\"3\"");
    assertThat(failing(base, "first")).contains("the mock model failed");
    assertThat(failing(base, "second")).contains("the mock model failed");
    assertThat(breaker(base)).isEqualTo(CLOSED);
    assertThat(failing(base, "third")).contains("the mock model failed");
    assertThat(breaker(base)).isEqualTo(OPEN);
    assertThat(failing(base, "fourth"))
        .contains("circuit breaker around the language model is open");

    tune(
        base,
        "\"claude.mock_fault_rate\":\"0\",\"circuit_breaker.timeout\":\"100ms\","
            + "\"circuit_breaker.success_threshold\":\"1\"");
    await()
        .atMost(PATIENCE)
        .until(() -> post(base, "{\"content\":\"fifth\",\"layer\":\"L2\"}").statusCode() == 200);
    assertThat(breaker(base)).isEqualTo(CLOSED);
  }

  @Test
  void configuration_changedWhileServing_isTakenWholeOrRefusedWhole() throws Exception {
    var port = freePort();
    var node = start(config(port, "performance: {signal_buffer_size: 20}\n"));
    var base = "http://127.0.0.1:" + port;
    await().atMost(PATIENCE).ignoreExceptions().until(() -> get(base + "/health/ready") == 200);
    var file = folder.resolve("node.yaml");
    var good = Files.readString(file);

    Files.writeString(
        file, good.replace("size: 20", "size: 30").replace("cluster: it", "cluster: other"));
    await().atMost(PATIENCE).until(() -> inForce(base).equals("30"));
    await().until(() -> log().contains("takes effect when the node next starts: [node]"));

    Files.writeString(file, good.replace("size: 20", "size: many, buffer_flush_ms: 9999999"));
    await()
        .atMost(PATIENCE)
        .until(
            () ->
                log().contains("performance.signal_buffer_size: 'many' is not allowed")
                    && log().contains("performance.buffer_flush_ms: '9999999' is not allowed"));
    assertThat(inForce(base)).isEqualTo("30");

    Files.writeString(file, good);
    new ProcessBuilder("kill", "-HUP", Long.toString(node.pid())).start().waitFor();
    await().atMost(PATIENCE).until(() -> inForce(base).equals("20"));
  }

  private String inForce(String base) throws Exception {
    var state =
        send(request(base + "/api/v1/tuning").header("Authorization", "Bearer a-token")).body();
    return JSON.readTree(state)
        .path("data")
        .path("values")
        .path("performance.signal_buffer_size")
        .asString();
  }

  @Test
  void modelOverHttp_answersWithinLimits_andItsKeyIsNowhere() throws Exception {
    var port = freePort();
    var key = Files.writeString(folder.resolve("claude.key"), LocalApi.KEY);
    Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
    try (var api = new LocalApi()) {
      start(
          config(
              port,
              """
              claude: {mode: api, url: "%s", model: m, api_key_file: claude.key,
                input_price_per_million: 3, output_price_per_million: 15}
              rate_limit: {enabled: on, user_per_second: 1, user_burst: 3}
              """
                  .formatted(api.url())));
      var base = "http://127.0.0.1:" + port;
      await().atMost(PATIENCE).ignoreExceptions().until(() -> get(base + "/health/ready") == 200);

      api.then(LocalApi.said("from the model"));
      var answer = post(base, "{\"content\":\"hello\",\"user_id\":\"ada\"}");
      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
      assertThat(JSON.readTree(answer.body()).path("data").path("models").path(0).asString())
          .isEqualTo(LocalApi.MODEL);
      await()
          .atMost(PATIENCE)
          .until(() -> metric(base, "hal9_model_cost_window_dollars{window=\"hour\"}") > 0);

      await()
          .atMost(PATIENCE)
          .until(
              () -> post(base, "{\"content\":\"hello\",\"user_id\":\"ada\"}").statusCode() == 429);
      var other = post(base, "{\"content\":\"hello\",\"user_id\":\"grace\"}");
      assertThat(other.statusCode()).isEqualTo(200);
      assertThat(other.headers().firstValue("ratelimit-limit")).hasValue("3");
      assertThat(send(request(base + "/metrics")).body()).doesNotContain(LocalApi.KEY);
    }
    assertThat(log()).doesNotContain(LocalApi.KEY);
  }

  @Test
  void secondSigterm_whileDraining_endsAtOnceWith1() throws Exception {
    var port = freePort();
    var node = start(config(port, SLOW_MODEL));
    var waiting = postWithoutWaiting(port);

    node.destroy();
    await().atMost(PATIENCE).until(() -> log().contains("node-1 drains for up to 60 s"));
    await().until(() -> get("http://127.0.0.1:" + port + "/health/ready") == 503);
    assertThat(node.isAlive()).isTrue();
    node.destroy();
    assertThat(node.waitFor(10, TimeUnit.SECONDS)).isTrue();
    assertThat(node.exitValue()).isEqualTo(1);
    assertThat(waiting).failsWithin(Duration.ofSeconds(10));
  }

  @Test
  void drainDeadline_passed_cutsTheRequestOffAndEndsWith1() throws Exception {
    var port = freePort();
    var node = start(config(port, SLOW_MODEL).replace("{port:", "{graceful_shutdown: 1s, port:"));
    var waiting = postWithoutWaiting(port);

    node.destroy();
    assertThat(node.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(node.exitValue()).isEqualTo(1);
    assertThat(log()).contains("1 requests were cut off after 1 s");
    assertThat(waiting).failsWithin(Duration.ofSeconds(10));
  }

  @Test
  void postgres_absentAtStart_isWaitedForUnready_thenEndsWith1AndSaysWhatToCheck()
      throws Exception {
    var port = freePort();
    var absent = "127.0.0.1:" + freePort();
    var node =
        start(
            config(port, "")
                .replaceFirst("jdbc:postgresql://[^/]+", "jdbc:postgresql://" + absent));
    var base = "http://127.0.0.1:" + port;
    await().atMost(PATIENCE).ignoreExceptions().until(() -> get(base + "/health/live") == 200);
    assertThat(get(base + "/health/ready")).isEqualTo(503);

    assertThat(node.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    assertThat(node.exitValue()).isEqualTo(1);
    assertThat(log())
        .contains("The node is not ready after 30 s: postgres: ", absent, "check database.url")
        .doesNotContain("\tat ");
  }

  private String config(int port, String more) throws Exception {
    var token = Files.writeString(folder.resolve("token"), "a-token");
    Files.setPosixFilePermissions(token, PosixFilePermissions.fromString("rw-------"));
    var database = TestStores.database();
    this.database = database;
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
                "-XX:TieredStopAtLevel=1",
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

  /** A request that a {@link #SLOW_MODEL} keeps for longer than any test. */
  private CompletableFuture<HttpResponse<String>> postWithoutWaiting(int port) throws Exception {
    var base = "http://127.0.0.1:" + port;
    await().atMost(PATIENCE).ignoreExceptions().until(() -> get(base + "/health/ready") == 200);
    var answer =
        client.sendAsync(
            request(base + "/api/v1/signal")
                .timeout(PATIENCE)
                .POST(BodyPublishers.ofString("{\"content\":\"slow\",\"layer\":\"L2\"}"))
                .build(),
            BodyHandlers.ofString());
    await().atMost(PATIENCE).until(() -> metric(base, "hal9_signals_sent_total") == 1);
    return answer;
  }

  private String failing(String base, String content) throws Exception {
    var answer = post(base, "{\"content\":\"%s\",\"layer\":\"L2\"}".formatted(content));
    assertThat(answer.statusCode()).isEqualTo(503);
    return answer.body();
  }

  private void tune(String base, String values) throws Exception {
    var change = "{\"scope\":\"node\",\"who\":\"t\",\"values\":{" + values + "}}";
    var tuned =
        send(
            request(base + "/api/v1/tuning")
                .header("Authorization", "Bearer a-token")
                .method("PATCH", BodyPublishers.ofString(change)));
    assertThat(tuned.statusCode()).as(tuned.body()).isEqualTo(200);
  }

  /** As of the end of the interval that is open now. */
  private double breaker(String base) throws Exception {
    var interval = metric(base, "hal9_uptime_seconds");
    await().atMost(PATIENCE).until(() -> metric(base, "hal9_uptime_seconds") > interval);
    return metric(base, "hal9_circuit_breaker_state");
  }

  private double metric(String base, String name) throws Exception {
    return send(request(base + "/metrics"))
        .body()
        .lines()
        .filter(
            line ->
                line.startsWith(name + " ")
                    || line.startsWith(name.contains("{") ? name : name + "{"))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
        .sum();
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
