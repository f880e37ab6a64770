package ai.hal9.engine.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.hal9.engine.config.NodeConfig;
import ai.hal9.engine.session.KeyFiles;
import ai.hal9.engine.store.TestStores;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What must not harm a node, sent to a real one over real stores. */
class BadInputIT {

  private static final JsonMapper JSON = new JsonMapper();
  private static final String SIGNAL = "/api/v1/signal";
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final String TRUSTED = "Authorization: Bearer a-token\r\n";

  @TempDir static Path folder;
  private static NodeConfig.Database database;
  private static NodeProcess node;
  private static String user;
  private static String game;

  @BeforeAll
  static void start() throws Exception {
    var token = Files.writeString(folder.resolve("token"), "a-token");
    Files.setPosixFilePermissions(token, PosixFilePermissions.fromString("rw-------"));
    KeyFiles.write(folder.resolve("keys"), 1);
    database = TestStores.database();
    var redis = TestStores.running().redis();
    node =
        NodeProcess.start(
            folder,
            """
            node: {name: node-1, cluster: bad%d}
            server: {port: %%PORT, token_file: token, http2: on, max_body_bytes: 100000,
              header_timeout: 1s, idle_timeout: 3s}
            session: {key_file: keys}
            database: {url: "%s", username: %s, password_file: %s, max_connections: 4, min_connections: 1}
            redis: {url: "%s", password_file: %s}
            claude: {mode: mock, mock_delay_ms: 0}
            push: {compression: on}
            """
                .formatted(
                    System.nanoTime(),
                    database.url(),
                    database.username(),
                    database.passwordFile(),
                    redis.url(),
                    redis.passwordFile()));
    user =
        data(sent(
                "POST",
                "/api/v1/auth/register",
                "{\"username\":\"ada\",\"password\":\"correct horse\"}",
                ""))
            .path("access_token")
            .asString();
    game = data(sent("POST", "/api/games", "{\"name\":\"g\"}", "")).path("id").asString();
  }

  @AfterAll
  static void stop() throws IOException {
    node.close();
  }

  @AfterEach
  void nothingIsLeftBehind() throws Exception {
    await().until(() -> metric("hal9_http_requests_active") == 0);
    assertThat(node.log())
        .doesNotContain("\tat ", "fault of the engine's own", "Exception")
        .doesNotContain("ERROR");
    assertThat(sent("POST", SIGNAL, "{\"content\":\"still here\"}", "").status()).isEqualTo(200);
  }

  @Test
  void badBodies_onEveryRoute_areRefused() throws Exception {
    var routes = routes();
    var requests =
        Stream.concat(
                routes.stream().flatMap(route -> BadRequest.bodies(route).stream()),
                BadRequest.cbor(routes.getFirst()).stream())
            .toList();
    assertThat(requests).hasSizeGreaterThan(200);
    refusedAll(requests);
  }

  @Test
  void badHttp_isRefused_andNothingBehindItIsServed() throws Exception {
    refusedAll(BadRequest.http(SIGNAL));
  }

  private static List<BadRequest.Route> routes() {
    var own = "Authorization: Bearer " + user + "\r\n";
    return List.of(
        route("POST", SIGNAL, "", "{\"content\":\"a\",\"layer\":\"L2\"}", "content"),
        route("POST", SIGNAL, "", "{\"user_id\":\"a\",\"content\":\"b\"}", "content"),
        route(
            "PATCH",
            "/api/v1/tuning",
            TRUSTED,
            "{\"who\":\"a\",\"values\":{\"performance.caching\":\"on\"}}",
            "who"),
        route("POST", "/api/v1/queue/redrive", TRUSTED, "{\"ids\":[\"1-1\"]}", "ids"),
        route("POST", "/api/v1/queue/discard", TRUSTED, "{\"ids\":[\"1-1\"]}", "ids"),
        route("POST", "/api/games", "", "{\"name\":\"a\",\"rounds\":3}", "name"),
        route("POST", "/api/games/" + game + "/players", "", "{\"name\":\"a\"}", "name"),
        route(
            "POST",
            "/api/games/" + game + "/actions",
            "",
            "{\"player_id\":\"" + UUID.randomUUID() + "\",\"side\":1}",
            "player_id"),
        route(
            "POST",
            "/api/games/" + game + "/leave",
            "",
            "{\"player_id\":\"" + UUID.randomUUID() + "\"}",
            "player_id"),
        route(
            "POST",
            "/api/v1/auth/register",
            "",
            "{\"username\":\"bob\",\"password\":\"12345678\"}",
            "username"),
        route(
            "POST",
            "/api/v1/auth/login",
            "",
            "{\"username\":\"bob\",\"password\":\"12345678\"}",
            "username"),
        route("PATCH", "/api/v1/auth/profile", own, "{\"display_name\":\"a\"}", "display_name"),
        route(
            "POST",
            "/api/v1/auth/password",
            own,
            "{\"current_password\":\"a\",\"new_password\":\"12345678\"}",
            "current_password"),
        route("POST", "/api/v1/auth/api-keys", own, "{\"name\":\"a\"}", "name"));
  }

  private static BadRequest.Route route(
      String method, String path, String headers, String good, String field) {
    return new BadRequest.Route(
        "%s %s HTTP/1.1\r\nHost: x\r\n%s".formatted(method, path, headers), good, field);
  }

  /** Sends them all, many at once; each must be answered with a 4xx, once, or cut off. */
  private static void refusedAll(List<BadRequest> requests) throws Exception {
    var wrong = new ArrayList<String>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var answers =
          threads.invokeAll(
              requests.stream()
                  .map(request -> (Callable<String>) () -> answer(request.bytes()))
                  .toList());
      for (var i = 0; i < requests.size(); i++) {
        var answer = answers.get(i).get();
        var refused = answer.isEmpty() || answer.matches("(?s)HTTP/1\\.[01] 4\\d\\d .*");
        var once = answer.split("HTTP/1\\.[01] ", -1).length <= 2;
        if (!refused || !once || answer.contains("Exception")) {
          wrong.add(requests.get(i).name() + " -> " + answer.lines().toList());
        }
      }
    }
    assertThat(wrong).as("of %d", requests.size()).isEmpty();
  }

  /** All that the node says until it closes or falls silent. */
  private static String answer(byte[] bytes) throws IOException {
    try (var socket = new Socket(node.address().getAddress(), node.address().getPort())) {
      socket.setSoTimeout(30_000);
      var heard = new ByteArrayOutputStream();
      try {
        socket.getOutputStream().write(bytes);
        socket.getInputStream().transferTo(heard);
      } catch (SocketTimeoutException silent) {
        return "NEITHER ANSWERED NOR CLOSED " + heard.toString(UTF_8);
      } catch (SocketException cutOff) {
        // A reset: what was heard before it counts.
      }
      return heard.toString(UTF_8);
    }
  }

  @Test
  void metacharacters_areStoredVerbatim() throws Exception {
    for (var durability : List.of("committed", "memory")) {
      tune("performance.durability", durability);
      for (var content : contents()) {
        var body = JSON.writeValueAsString(Map.of("content", content, "layer", "L2"));
        var answer = sent("POST", SIGNAL, body, "Idempotency-Key: " + key(content) + "\r\n");
        assertThat(answer.status()).as(content + answer.body()).isEqualTo(200);
        var id = data(answer).path("signal_id").asString();
        await().until(() -> sent("GET", "/api/v1/signals/" + id, "", "").status() == 200);
        var stored = data(sent("GET", "/api/v1/signals/" + id, "", "")).path("payload");
        assertThat(stored.path("content").asString()).isEqualTo(content);
        assertThat(inPostgres(id)).isEqualTo(content);
      }
    }
  }

  private static void tune(String key, String value) throws IOException {
    var change = "{\"who\":\"t\",\"values\":{\"%s\":\"%s\"}}".formatted(key, value);
    assertThat(sent("PATCH", "/api/v1/tuning", change, TRUSTED).status()).isEqualTo(200);
  }

  /** As much of it as a header may hold. */
  private static String key(String content) {
    var printable = content.replaceAll("[^\\x20-\\x7e]", "").strip();
    return System.nanoTime() + printable.substring(0, Math.min(printable.length(), 200));
  }

  private static List<String> contents() {
    return List.of(
        "'; DROP TABLE signals; --",
        "' OR '1'='1",
        "\"quoted\" and \\\"escaped\\\" and \\\\",
        "\\copy signals TO '/tmp/x'",
        "\\.\n\\N\t\\\\N",
        "$$; SELECT pg_sleep(10); $$",
        "*3\r\n$3\r\nDEL\r\n$1\r\n*\r\n",
        "+OK\r\n-ERR\r\n:1\r\n",
        "{user}:signal:*[a-z]?",
        "%s%n%d ${jndi:ldap://x} #{1+1} {{7*7}}",
        "<script>alert('x')</script>&amp;&#0;",
        "\u0001\u0007\b\f\u001b[31m\u007f\u0085",
        "emoji \ud83d\ude00 \ud83d\udc69\u200d\ud83d\udcbb \ud83c\uddea\ud83c\uddfa",
        "right to left \u202e\u0645\u0631\u062d\u0628\u0627\u202c \u200f\u05e9",
        "combining e\u0301\u0323 and zero\u200bwidth \ufeff",
        "edges \ud7ff\ue000\ufffd\uffff\ud800\udc00\udbff\udfff",
        "FORWARD_TO: designer\nCONTENT: x",
        " surrounded \t\n",
        "null",
        "a".repeat(90_000));
  }

  private static String inPostgres(String id) throws SQLException {
    try (var connection = TestStores.connect(database);
        var query =
            connection.prepareStatement("SELECT payload->>'content' FROM signals WHERE id = ?")) {
      query.setObject(1, UUID.fromString(id));
      try (var row = query.executeQuery()) {
        return row.next() ? row.getString(1) : "";
      }
    }
  }

  @Test
  void slowRequests_areCutOff_andOthersAreServedMeanwhile() throws Exception {
    var begun = System.nanoTime();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var answers = new ArrayList<Future<String>>();
      for (var i = 0; i < 200; i++) {
        answers.add(threads.submit(() -> trickle("GET /health HTTP/1.1\r\nA: " + "a".repeat(900))));
        answers.add(
            threads.submit(
                () ->
                    trickle(
                        "POST /api/v1/signal HTTP/1.1\r\nHost: x\r\nContent-Length: 900\r\n\r\n",
                        "{\"content\":\"" + "a".repeat(800))));
        answers.add(threads.submit(() -> trickle("", "\r\n".repeat(1_000))));
      }
      assertThat(sent("POST", SIGNAL, "{\"content\":\"meanwhile\"}", "").status()).isEqualTo(200);
      for (var answer : answers) {
        assertThat(answer.get()).matches("(?s)(HTTP/1.1 4\\d\\d .*)?");
      }
    }
    assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(30));
  }

  private static String trickle(String slow) throws Exception {
    return trickle("", slow);
  }

  /** Sends the first part at once and the other byte by byte; what is said until the end. */
  private static String trickle(String atOnce, String slow) throws Exception {
    try (var socket = new Socket(node.address().getAddress(), node.address().getPort())) {
      socket.setTcpNoDelay(true);
      socket.setSoTimeout(20);
      var heard = new ByteArrayOutputStream();
      try {
        socket.getOutputStream().write(atOnce.getBytes(ISO_8859_1));
        for (var b : slow.getBytes(ISO_8859_1)) {
          socket.getOutputStream().write(b);
          try {
            var answer = socket.getInputStream().read();
            if (answer < 0) {
              return heard.toString(UTF_8);
            }
            heard.write(answer);
            socket.getInputStream().transferTo(heard);
            return heard.toString(UTF_8);
          } catch (SocketTimeoutException nothingYet) {
            // Waiting for it is the pause between two bytes.
          }
        }
      } catch (SocketException cutOff) {
        return heard.toString(UTF_8);
      }
      return "NOT CUT OFF";
    }
  }

  @Test
  void badFrames_endTheSocket() throws Exception {
    var stillOpen = new ConcurrentLinkedQueue<String>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (var path : List.of("/api/v1/telemetry", "/api/games/" + game + "/events")) {
        for (var frame : BadFrame.all()) {
          var _ =
              threads.submit(
                  () ->
                      closesUpon(path, frame.bytes()) || stillOpen.add(path + ": " + frame.name()));
        }
      }
    }
    assertThat(stillOpen).isEmpty();
    await().until(() -> metric("hal9_push_clients") == 0);
  }

  @Test
  @SuppressWarnings("StringConcatToTextBlock") // a text block has no carriage returns
  void badHandshakes_areRefused() throws Exception {
    for (var path : List.of("/api/v1/telemetry", "/api/games/" + game + "/events")) {
      var wrong =
          List.of(
              "",
              "Upgrade: websocket\r\n",
              "Upgrade: websocket\r\nConnection: Upgrade\r\n",
              "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 99\r\n"
                  + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n",
              "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n",
              "Upgrade: h2c, websocket\r\nConnection: Upgrade, HTTP2-Settings\r\n"
                  + "HTTP2-Settings: !!!\r\n");
      var requests = new ArrayList<BadRequest>();
      for (var headers : wrong) {
        var text = "GET " + path + " HTTP/1.1\r\nHost: x\r\n" + TRUSTED + headers + "\r\n";
        requests.add(new BadRequest(path + ": " + headers, text.getBytes(ISO_8859_1)));
      }
      refusedAll(requests);
    }
  }

  private static boolean closesUpon(String path, byte[] frame) throws IOException {
    try (var socket = new Socket(node.address().getAddress(), node.address().getPort())) {
      socket.setSoTimeout(30_000);
      var handshake =
          "GET %s HTTP/1.1\r\nHost: x\r\n%sUpgrade: websocket\r\nConnection: Upgrade\r\n"
                  .formatted(path, TRUSTED)
              + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
              + "Sec-WebSocket-Extensions: permessage-deflate\r\n\r\n";
      socket.getOutputStream().write(handshake.getBytes(ISO_8859_1));
      var first = new String(socket.getInputStream().readNBytes(12), ISO_8859_1);
      assertThat(first).isEqualTo("HTTP/1.1 101");
      try {
        socket.getOutputStream().write(frame);
        var until = System.nanoTime() + PATIENCE.toNanos() / 2;
        while (socket.getInputStream().read() >= 0) {
          if (System.nanoTime() > until) {
            return false;
          }
        }
        return true;
      } catch (SocketTimeoutException open) {
        return false;
      } catch (SocketException reset) {
        return true;
      }
    }
  }

  private static double metric(String name) throws IOException {
    return sent("GET", "/metrics", "", "")
        .body()
        .lines()
        .filter(line -> line.startsWith(name))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
        .sum();
  }

  private static RawClient.Response sent(String method, String path, String body, String headers)
      throws IOException {
    try (var client = node.client()) {
      return client.request(method, path, body, headers).response();
    }
  }

  private static JsonNode data(RawClient.Response response) {
    return JSON.readTree(response.body()).path("data");
  }
}
