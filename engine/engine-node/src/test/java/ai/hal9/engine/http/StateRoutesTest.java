package ai.hal9.engine.http;

import static org.assertj.core.api.Assertions.assertThat;

import ai.hal9.api.signal.Durability;
import ai.hal9.api.telemetry.SourceKind;
import ai.hal9.api.telemetry.TelemetryCodec;
import ai.hal9.api.telemetry.TelemetryFrame;
import ai.hal9.api.telemetry.TelemetrySnapshot;
import ai.hal9.api.telemetry.TelemetrySource;
import ai.hal9.api.tuning.TuningOutcome;
import ai.hal9.api.tuning.TuningScope;
import ai.hal9.api.tuning.TuningViolation;
import ai.hal9.engine.audit.AuditCursor;
import ai.hal9.engine.audit.AuditPage;
import ai.hal9.engine.audit.AuditQuery;
import ai.hal9.engine.audit.AuditReading;
import ai.hal9.engine.http.RawClient.Response;
import ai.hal9.engine.resilience.Readiness;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class StateRoutesTest {

  private static final String TUNING = "/api/v1/tuning";
  private static final String HISTORY = TUNING + "/history";
  private static final String BEARER = "Authorization: Bearer " + FakeNode.TOKEN + "\r\n";

  private final FakeNode node = new FakeNode();

  @BeforeEach
  void start() throws IOException {
    node.start(FakeNode.limits());
  }

  @AfterEach
  void stop() {
    node.close();
  }

  @Test
  void status_saysWhoAndHowLong() throws IOException {
    assertThat(get("/api/v1/status").body())
        .isEqualTo(
            "{\"data\":{\"status\":\"running\",\"running\":true,\"version\":\"0.1.0\","
                + "\"uptime_seconds\":90.0,\"started_at\":\"2026-01-01T00:00:00Z\","
                + "\"node\":\"node-1\",\"region\":\"local\",\"cluster\":\"demo\"}}");
  }

  @Test
  void shards_areListed_withCountsWhereTheyAnswer() throws IOException {
    try (var client = node.client()) {
      assertThat(client.get("/api/v1/shards", BEARER).response().body())
          .isEqualTo(
              "{\"data\":{\"map_version\":3,\"moving_to\":1,\"shards\":["
                  + "{\"id\":0,\"up\":true,\"slots\":512,\"rows\":40,\"users\":7},"
                  + "{\"id\":1,\"up\":false,\"slots\":512}]}}");
    }
  }

  @Test
  void neurons_areListedAndFound() throws IOException {
    assertThat(get("/api/v1/neurons").body())
        .isEqualTo(
            "{\"data\":[{\"id\":\"strategist\",\"layer\":\"L4\","
                + "\"forward_connections\":[\"designer\"]},"
                + "{\"id\":\"designer\",\"layer\":\"L3\",\"forward_connections\":[]}]}");
    assertThat(get("/api/v1/neurons/designer").body()).contains("\"layer\":\"L3\"");
    assertThat(get("/api/v1/neurons/nobody").status()).isEqualTo(404);
  }

  @Test
  void storedSignal_isFoundWithItsPayload() throws IOException {
    assertThat(get("/api/v1/signals/" + FakeNode.ID).body())
        .contains("\"payload\":{\"content\":\"stored\"}", "\"timestamp\":\"2026-01-01T00:00:00Z\"");
    assertThat(get("/api/v1/signals/" + FakeNode.NEURON).status()).isEqualTo(404);
    assertThat(get("/api/v1/signals/abc").status()).isEqualTo(400);
  }

  @Test
  void signalThatWaitsInTheQueue_isFoundAndSaysSo() throws IOException {
    var path = "/api/v1/signals/" + FakeNode.ID;
    assertThat(get(path).body()).contains("\"durability\":\"committed\"");
    node.durability = Durability.QUEUED;
    assertThat(get(path).body()).contains("\"durability\":\"queued\"", "\"content\":\"stored\"");
  }

  @Test
  void partThatIsAway_isNamedAndMakesTheNodeNotReady() throws IOException {
    node.parts =
        List.of(
            new Readiness.Part("postgres", false, true, "connection refused"),
            new Readiness.Part("redis", true, false, "answers"));
    var ready = get("/health/ready");
    assertThat(ready.status()).isEqualTo(503);
    assertThat(ready.body())
        .contains("\"violations\":[{\"part\":\"postgres\",\"message\":\"connection refused\"}]");
    assertThat(get("/health").status()).isEqualTo(200);
    assertThat(get("/health").body()).contains("\"status\":\"degraded\"");
    assertThat(get("/health/live").status()).isEqualTo(200);
  }

  @Test
  void optionalPartThatIsAway_leavesTheNodeReady() throws IOException {
    node.parts = List.of(new Readiness.Part("redis", false, false, "connection refused"));
    assertThat(get("/health/ready").status()).isEqualTo(200);
  }

  @Test
  void metrics_comeAsTextAndAsJson() throws IOException {
    var text = get("/metrics");
    assertThat(text.headers()).containsEntry("content-type", "text/plain; version=0.0.4");
    assertThat(text.body()).isEqualTo("up 1\n");
    assertThat(get("/api/v1/metrics").body()).isEqualTo("{\"data\":{\"signals_sent\":5}}");
  }

  @Test
  void guardedRoutes_needTheToken() throws IOException {
    for (var path : List.of(TUNING, HISTORY, "/api/v1/cluster", "/api/v1/telemetry")) {
      var refused = get(path);
      assertThat(refused.status()).isEqualTo(401);
      assertThat(refused.headers()).containsEntry("www-authenticate", "Bearer");
      try (var client = node.client()) {
        var wrong = client.get(path, "Authorization: Bearer a-secreT\r\n").response();
        assertThat(wrong.status()).isEqualTo(401);
      }
    }
    try (var client = node.client()) {
      assertThat(client.get("/api/v1/cluster", BEARER).response().body())
          .contains("\"self\":\"node-1\"", "\"url\":\"http://127.0.0.1:9000\"");
      assertThat(client.get("/api/v1/telemetry", BEARER).response().status()).isEqualTo(426);
    }
  }

  @Test
  void tuningHistory_isPagedAndFiltered() throws IOException {
    var asked = new ArrayList<AuditQuery>();
    var place = new AuditCursor(FakeNode.START.plusNanos(7_000), 12);
    node.history =
        query -> {
          asked.add(query);
          return new AuditPage(List.of(FakeNode.CHANGE), query.before() == null ? place : null);
        };
    try (var client = node.client()) {
      var first = client.get(HISTORY + "?scope=node&parameter=a&limit=1", BEARER).response().body();
      assertThat(first)
          .contains("\"who\":\"me\"", "\"node\":\"node-1\"", "\"authority\":\"token\"")
          .endsWith("\"next\":\"" + place + "\"}}");
      var second = client.get(HISTORY + "?before=" + place, BEARER).response().body();
      assertThat(second).contains("\"before\":{\"a\":\"1\"}").doesNotContain("next");
      for (var wrong : List.of("limit=0", "limit=201", "before=x", "scope=all")) {
        assertThat(client.get(HISTORY + "?" + wrong, BEARER).response().status()).isEqualTo(400);
      }
    }
    assertThat(asked)
        .containsExactly(
            new AuditQuery(TuningScope.NODE, "a", null, 1), new AuditQuery(null, null, place, 50));
  }

  @Test
  void tuningHistory_whilePostgresIsAway_saysSo() throws IOException {
    node.history = query -> new AuditReading.Unavailable("PostgreSQL is gone");
    try (var client = node.client()) {
      var refused = client.get(HISTORY, BEARER).response();
      assertThat(refused.status()).isEqualTo(503);
      assertThat(refused.body()).contains("PostgreSQL is gone");
    }
  }

  @Test
  void tuning_tellsEveryParameterWithItsFields() throws IOException {
    try (var client = node.client()) {
      assertThat(client.get(TUNING, BEARER).response().body())
          .contains("\"cluster_version\":4", "\"history\":{\"node\":[],\"cluster\":[]}")
          .contains(
              "{\"key\":\"performance.signal_buffer_size\",\"value\":\"10\","
                  + "\"source\":\"default\",\"type\":\"integer\",\"unit\":\"signals\","
                  + "\"min\":1.0,\"max\":1000.0,\"default\":\"10\",\"choices\":[],"
                  + "\"allowed\":\"1 to 1000 signals\",\"application\":\"live\"")
          .containsPattern("\"inherited\":\\{\"(node|cluster)\":\"10\"");
    }
  }

  @Test
  void tuningChange_reachesTheServiceAndTellsItsVersion() throws IOException {
    var response =
        patch(
            "{\"scope\":\"cluster\",\"values\":{\"performance.caching\":\"off\","
                + "\"performance.signal_buffer_size\":20},\"who\":\"me\",\"why\":\"try\","
                + "\"revert_after\":\"30s\",\"expected_version\":4}");
    assertThat(response.status()).isEqualTo(200);
    assertThat(response.body()).contains("\"version\":7", "\"after\":{\"a\":\"2\"}");
    var change = node.changes.getFirst();
    assertThat(change.scope()).isEqualTo(TuningScope.CLUSTER);
    assertThat(change.values())
        .isEqualTo(Map.of("performance.caching", "off", "performance.signal_buffer_size", "20"));
    assertThat(change.revertAfter()).isEqualTo(Duration.ofSeconds(30));
    assertThat(change.expectedVersion()).isEqualTo(4);
  }

  @Test
  void tuningChange_ofNull_unsetsTheKey() throws IOException {
    var response =
        patch(
            "{\"values\":{\"performance.caching\":null,\"performance.signal_buffer_size\":20},"
                + "\"who\":\"me\"}");
    assertThat(response.status()).isEqualTo(200);
    var change = node.changes.getFirst();
    assertThat(change.unset()).containsExactly("performance.caching");
    assertThat(change.values()).isEqualTo(Map.of("performance.signal_buffer_size", "20"));
  }

  @Test
  void tuningChangeThatCannotBeRead_namesEveryField() throws IOException {
    var response =
        patch("{\"values\":{},\"who\":\" \",\"revert_afer\":\"30s\",\"expected_version\":\"x\"}");
    assertThat(response.status()).isEqualTo(400);
    assertThat(response.body())
        .contains("revert_afer", "\"values\"", "\"who\"", "expected_version");
    assertThat(node.changes).isEmpty();
  }

  @Test
  void tuningRefusals_haveTheirStatus() throws IOException {
    var change = "{\"values\":{\"a\":\"1\"},\"who\":\"me\"}";
    node.tuningOutcome =
        new TuningOutcome.Refused(
            List.of(new TuningViolation("a", "1", "x"), new TuningViolation("b", "2", "y")));
    assertThat(patch(change).status()).isEqualTo(422);
    assertThat(patch(change).body())
        .contains(
            "\"violations\":[{\"key\":\"a\",\"value\":\"1\",\"allowed\":\"x\"},"
                + "{\"key\":\"b\",\"value\":\"2\",\"allowed\":\"y\"}]");
    node.tuningOutcome = new TuningOutcome.Conflict(3, 4);
    assertThat(patch(change).status()).isEqualTo(409);
    node.tuningOutcome = new TuningOutcome.Unreachable("Redis is away");
    var unreachable = patch(change);
    assertThat(unreachable.status()).isEqualTo(503);
    assertThat(unreachable.headers()).containsKey("retry-after");
  }

  @Test
  void telemetry_streamsFramesToWhoeverHasTheToken() throws Exception {
    var frame = new TelemetryFrame(2, snapshot(5));
    node.frames.add(frame);
    var heard = new Heard();
    try (var client = HttpClient.newHttpClient()) {
      var socket =
          client
              .newWebSocketBuilder()
              .header("Authorization", "Bearer " + FakeNode.TOKEN)
              .buildAsync(
                  URI.create(
                      "ws://127.0.0.1:%d/api/v1/telemetry?sources=node"
                          .formatted(node.address().getPort())),
                  heard)
              .join();
      var text = heard.messages.poll(30, TimeUnit.SECONDS);
      assertThat(text).isNotNull();
      assertThat(TelemetryCodec.frame(text)).isEqualTo(frame);
      node.frames.add(new TelemetryFrame(0, snapshot(6)));
      assertThat(heard.messages.poll(30, TimeUnit.SECONDS)).contains("\"sequence\":6");
      socket.abort();
    }
  }

  private static TelemetrySnapshot snapshot(long sequence) {
    return new TelemetrySnapshot(
        new TelemetrySource(SourceKind.NODE, "node-1", "demo", "local", "0.1.0", FakeNode.START),
        sequence,
        FakeNode.START,
        7,
        Duration.ofSeconds(1),
        Map.of(),
        Map.of(),
        Map.of(),
        List.of());
  }

  private Response get(String path) throws IOException {
    try (var client = node.client()) {
      return client.get(path).response();
    }
  }

  private Response patch(String body) throws IOException {
    try (var client = node.client()) {
      return client.request("PATCH", TUNING, body, BEARER).response();
    }
  }

  /** Keeps the messages of a socket. */
  private static final class Heard implements WebSocket.Listener {
    private final BlockingQueue<String> messages = new LinkedBlockingQueue<>();
    private final StringBuilder part = new StringBuilder();

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
      part.append(data);
      if (last) {
        messages.add(part.toString());
        part.setLength(0);
      }
      socket.request(1);
      return null;
    }
  }
}
