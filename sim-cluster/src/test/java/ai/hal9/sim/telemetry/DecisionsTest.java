package ai.hal9.sim.telemetry;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.hal9.sim.SimException;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is asked of a node about dead letters and warming, and how its answers are read. */
class DecisionsTest {

  private record Answer(int status, String body) {}

  private final Map<String, Answer> answers = new ConcurrentHashMap<>();
  private final List<String> asked = new CopyOnWriteArrayList<>();
  private final HttpClient http = HttpClient.newHttpClient();
  private HttpServer node;
  private QueueApi queue;
  private WarmingApi warming;
  private URI url;

  @BeforeEach
  void start() throws IOException {
    node = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 10);
    node.createContext(
        "/",
        exchange -> {
          var body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
          var route = exchange.getRequestMethod() + " " + exchange.getRequestURI();
          asked.add(
              "%s %s %s"
                  .formatted(route, exchange.getRequestHeaders().getFirst("Authorization"), body));
          var answer = answers.getOrDefault(route, new Answer(404, "{}"));
          var bytes = answer.body().getBytes(UTF_8);
          exchange.sendResponseHeaders(answer.status(), bytes.length);
          exchange.getResponseBody().write(bytes);
          exchange.close();
        });
    node.start();
    url = URI.create("http://127.0.0.1:" + node.getAddress().getPort());
    var address = new ClusterAddress(url, "secret");
    queue = new QueueApi(http, address);
    warming = new WarmingApi(http, address);
  }

  @AfterEach
  void stop() {
    node.stop(0);
    http.shutdownNow();
  }

  @Test
  void deadLetters_areReadAndDecidedAbout() throws InterruptedException {
    answers.put(
        "GET /api/v1/queue/dead",
        new Answer(
            200,
            """
            {"data": [{"id": "1764130000000-0", "at": "2026-03-01T10:00:00Z",
                       "reason": "no such column", "signals": ["a", "b"], "bytes": 120}]}
            """));
    answers.put("POST /api/v1/queue/redrive", new Answer(200, "{\"data\": {\"redriven\": 1}}"));
    answers.put("POST /api/v1/queue/discard", new Answer(200, "{\"data\": {\"discarded\": 2}}"));

    assertThat(queue.deadLetters())
        .containsExactly(
            new DeadLetter(
                "1764130000000-0",
                Instant.parse("2026-03-01T10:00:00Z"),
                "no such column",
                List.of("a", "b"),
                120));
    assertThat(queue.redrive(List.of("1764130000000-0"))).isEqualTo(1);
    assertThat(queue.discard(List.of("1-0", "2-0"))).isEqualTo(2);
    assertThat(asked)
        .contains(
            "POST /api/v1/queue/redrive Bearer secret {\"ids\":[\"1764130000000-0\"]}",
            "POST /api/v1/queue/discard Bearer secret {\"ids\":[\"1-0\",\"2-0\"]}");
  }

  @Test
  void refusal_isToldInTheNodesOwnWords() {
    answers.put(
        "GET /api/v1/queue/dead", new Answer(503, "{\"detail\": \"the durable Redis is gone\"}"));

    assertThatThrownBy(() -> queue.deadLetters())
        .isInstanceOf(SimException.class)
        .hasMessageContainingAll("503", "the durable Redis is gone");
  }

  @Test
  void warming_beginsOrGoesOnWhereItIsUnderWay() throws InterruptedException {
    var data = "{\"data\": {\"target\": 100, \"answers\": 10, \"states\": 5, \"running\": true}}";
    answers.put("POST /api/v1/cache/warm", new Answer(202, data));
    assertThat(warming.warm(url)).isEqualTo(new Warming(100, 15, true, ""));

    answers.put("POST /api/v1/cache/warm", new Answer(409, "{\"detail\": \"under way\"}"));
    answers.put(
        "GET /api/v1/cache/warm",
        new Answer(
            200,
            "{\"data\": {\"target\": 100, \"answers\": 40, \"states\": 5, \"running\": false,"
                + " \"problem\": \"Redis is gone\"}}"));
    assertThat(warming.warm(url)).isEqualTo(new Warming(100, 45, false, "Redis is gone"));
  }
}
