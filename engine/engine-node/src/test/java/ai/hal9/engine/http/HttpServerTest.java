package ai.hal9.engine.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.hal9.api.signal.Layer;
import ai.hal9.engine.signal.Refusal;
import ai.hal9.engine.signal.SignalOutcome;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.IOException;
import java.net.SocketException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class HttpServerTest {

  private static final String SIGNAL = "/api/v1/signal";
  private static final String HELLO = "{\"content\":\"hello\"}";
  private static final String ANSWER =
      "{\"data\":{\"signal_id\":\"019a0000-0000-7000-8000-000000000001\","
          + "\"neuron_id\":\"strategist\",\"layer\":\"L4\",\"content\":\"echo: hello\","
          + "\"path\":[\"strategist\",\"designer\"],\"models\":[\"mock\"],\"cache\":\"miss\","
          + "\"durability\":\"committed\","
          + "\"timings\":{\"decode\":0.012,\"neuron\":5.0,\"store\":2.5}}}";

  private final FakeNode node = new FakeNode();

  @AfterEach
  void stop() {
    node.close();
  }

  @Test
  void signal_isAnsweredWithEveryFieldInFixedOrder() throws IOException {
    node.start(FakeNode.limits());
    try (var client = node.client()) {
      for (var i = 0; i < 3; i++) {
        var response = client.post(SIGNAL, HELLO).response();
        assertThat(response.status()).isEqualTo(200);
        assertThat(response.headers()).containsEntry("content-type", "application/json");
        assertThat(response.body()).isEqualTo(ANSWER);
      }
    }
  }

  @Test
  void signalOfTheLoadTool_reachesThePipelineWithItsFields() throws IOException {
    node.start(FakeNode.limits());
    try (var client = node.client()) {
      var body =
          "{\"content\":\"Test signal\",\"layer\":\"L4\",\"neuron_id\":\"test-neuron\","
              + "\"user_id\":\"u1\",\"extra\":{\"deep\":[1,2]}}";
      assertThat(client.post(SIGNAL, body, "Idempotency-Key: k1\r\n").response().status())
          .isEqualTo(200);
    }
    var call = node.calls.getFirst();
    assertThat(call.request().content()).isEqualTo("Test signal");
    assertThat(call.request().layer()).isEqualTo(Layer.L4);
    assertThat(call.request().neuronId()).isEqualTo("test-neuron");
    assertThat(call.request().userId()).isEqualTo("u1");
    assertThat(call.idempotencyKey()).isEqualTo("k1");
  }

  @Test
  void badBodies_areRefusedNamingTheField() throws IOException {
    node.start(FakeNode.limits());
    try (var client = node.client()) {
      assertThat(refused(client, "{\"content\":\"  \"}")).contains("'content'", "blank");
      assertThat(refused(client, "{\"content\":5}")).contains("'content'", "must be a string");
      assertThat(refused(client, "{\"content\":\"x\",\"layer\":\"L7\"}")).contains("'layer'");
      assertThat(refused(client, "{\"content\":\"x\",\"user_id\":{}}")).contains("'user_id'");
      assertThat(refused(client, "{\"content\":\"x\"")).contains("not JSON");
      assertThat(refused(client, "hello")).contains("not JSON");
      assertThat(refused(client, "[1]")).contains("JSON object");
      assertThat(refused(client, "")).contains("JSON object");
      assertThat(refused(client, HELLO + HELLO)).contains("follows");
      assertThat(refused(client, "{\"content\":\"a\",\"content\":\"b\"}"))
          .contains("'content'", "once");
    }
    assertThat(node.calls).isEmpty();
  }

  private static String refused(RawClient client, String body) throws IOException {
    var response = client.post(SIGNAL, body).response();
    assertThat(response.status()).isEqualTo(400);
    assertThat(response.headers()).containsEntry("content-type", "application/problem+json");
    assertThat(response.body()).contains("\"type\":\"urn:hal9:problem:", "\"instance\"");
    return response.body();
  }

  @Test
  void body_saidToBeNeitherJsonNorCbor_isRefused() throws IOException {
    node.start(FakeNode.limits());
    for (var type : List.of("text/plain", "application/x-www-form-urlencoded", "a/b+json")) {
      try (var client = node.client()) {
        var response =
            client
                .send(
                    "POST %s HTTP/1.1\r\nHost: x\r\nContent-Type: %s\r\nContent-Length: %d\r\n\r\n%s"
                        .formatted(SIGNAL, type, HELLO.length(), HELLO))
                .response();
        assertThat(response.status()).as(type).isEqualTo(415);
        assertThat(response.headers())
            .containsEntry("accept", "application/json, application/cbor");
      }
    }
    for (var type : List.of("application/json; charset=utf-8", "application/vnd.hal9+json")) {
      try (var client = node.client()) {
        var response =
            client
                .send(
                    "POST %s HTTP/1.1\r\nHost: x\r\nContent-Type: %s\r\nContent-Length: %d\r\n\r\n%s"
                        .formatted(SIGNAL, type, HELLO.length(), HELLO))
                .response();
        assertThat(response.status()).as(type).isEqualTo(200);
      }
    }
  }

  @Test
  void post_thatAnotherSitesPageCanMakeUnasked_isRefusedOnEveryRoute() throws IOException {
    node.start(FakeNode.limits());
    var routes =
        List.of(SIGNAL, "/api/v1/cache/warm", "/api/v1/auth/logout", "/api/v1/queue/redrive");
    for (var route : routes) {
      for (var type : List.of("", "Content-Type: text/plain\r\n")) {
        assertThat(post(route, type + "Origin: http://evil.example\r\n"))
            .as(route + " " + type)
            .isEqualTo(415);
      }
      assertThat(post(route, "")).as(route).isNotEqualTo(415);
    }
    assertThat(post(SIGNAL, "Origin: null\r\nContent-Type: application/json\r\n")).isEqualTo(200);
    // A browser asks first before it lets another site's page show a token.
    assertThat(post(SIGNAL, "Origin: null\r\nAuthorization: Bearer x\r\n")).isNotEqualTo(415);
  }

  @Test
  void webSocket_thatAnotherSitesPageOpens_isRefused() throws IOException {
    node.start(FakeNode.limits());
    // Whom that lets pass must show a token here.
    assertThat(listen("")).isEqualTo(401);
    assertThat(listen("Origin: http://x\r\n")).isEqualTo(401);
    for (var origin : List.of("http://evil.example", "https://x.evil.example", "null", "x", "")) {
      assertThat(listen("Origin: " + origin + "\r\n")).as(origin).isEqualTo(403);
    }
    assertThat(listen("Origin: null\r\nAuthorization: Bearer x\r\n")).isEqualTo(401);
  }

  private int listen(String headers) throws IOException {
    try (var client = node.client()) {
      return client
          .send(
              """
              GET /api/v1/telemetry HTTP/1.1\r
              Host: x\r
              Connection: Upgrade\r
              Upgrade: websocket\r
              Sec-WebSocket-Version: 13\r
              Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r
              %s\r
              """
                  .formatted(headers))
          .response()
          .status();
    }
  }

  private int post(String route, String headers) throws IOException {
    try (var client = node.client()) {
      return client
          .send(
              "POST %s HTTP/1.1\r\nHost: x\r\n%sContent-Length: %d\r\n\r\n%s"
                  .formatted(route, headers, HELLO.length(), HELLO))
          .response()
          .status();
    }
  }

  @Test
  void codingThatIsNotChunked_isRefused_andWhatFollowsIsNotTakenForARequest() throws IOException {
    node.start(FakeNode.limits());
    for (var coding : List.of("xchunked", "gzip, chunked", "identity", "chunked, chunked")) {
      try (var client = node.client()) {
        client.send(
            "POST %s HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: %s\r\n\r\n".formatted(SIGNAL, coding)
                + "GET /health/live HTTP/1.1\r\nHost: x\r\n\r\n");
        assertThat(client.response().status()).as(coding).isEqualTo(400);
        assertThat(client.closedByServer()).as(coding).isTrue();
      }
    }
  }

  @Test
  void traceparent_ofTheClient_isReturned_andAProblemTellsIt() throws IOException {
    var given = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
    node.start(FakeNode.limits());
    try (var client = node.client()) {
      var header = "traceparent: " + given + "\r\n";
      assertThat(client.post(SIGNAL, HELLO, header).response().headers())
          .containsEntry("traceparent", given);
      var problem = client.post(SIGNAL, "{}", header).response();
      assertThat(problem.headers()).containsEntry("traceparent", given);
      assertThat(problem.body()).contains("\"trace_id\":\"4bf92f3577b34da6a3ce929d0e0e4736\"");
    }
  }

  @Test
  void traceparent_thatIsNone_isMadeAnew_andOnlyWhereThereIsSomethingToTell() throws IOException {
    node.start(FakeNode.limits());
    try (var client = node.client()) {
      assertThat(client.post(SIGNAL, HELLO).response().headers()).doesNotContainKey("traceparent");
      var zeros = "traceparent: 00-" + "0".repeat(32) + "-00f067aa0ba902b7-01\r\n";
      var problem = client.post(SIGNAL, "{}", zeros).response();
      assertThat(problem.headers().get("traceparent"))
          .matches("00-[0-9a-f]{32}-[0-9a-f]{16}-00")
          .doesNotContain("0".repeat(32));
    }
  }

  @Test
  void fault_isLoggedUnderTheRequestsTrace() throws IOException {
    var given = "4bf92f3577b34da6a3ce929d0e0e4736";
    var logger = (Logger) LoggerFactory.getLogger(Reply.class);
    var lines = new ListAppender<ILoggingEvent>();
    lines.start();
    logger.addAppender(lines);
    node.handling =
        (call, done) -> {
          throw new IllegalStateException("a test's");
        };
    node.start(FakeNode.limits());
    try (var client = node.client()) {
      var header = "traceparent: 00-" + given + "-00f067aa0ba902b7-01\r\n";
      assertThat(client.post(SIGNAL, HELLO, header).response().status()).isEqualTo(500);
    } finally {
      logger.detachAppender(lines);
    }
    assertThat(lines.list)
        .singleElement()
        .satisfies(line -> assertThat(line.getMDCPropertyMap()).containsEntry("trace_id", given));
  }

  @Test
  void refusal_isLoggedUnderTheTraceThatThePipelineAndTheClientSaw() throws IOException {
    var seen = new CopyOnWriteArrayList<String>();
    var logger = (Logger) LoggerFactory.getLogger(Reply.class);
    var lines = new ListAppender<ILoggingEvent>();
    lines.start();
    logger.addAppender(lines);
    node.handling =
        (call, done) -> {
          var _ =
              CompletableFuture.runAsync(
                  () -> {
                    seen.add(call.traced().trace().traceId());
                    done.accept(
                        new SignalOutcome.Refused(
                            Refusal.STORE_UNAVAILABLE, "PostgreSQL is away", Duration.ZERO));
                  });
        };
    node.start(FakeNode.limits());
    String body;
    try (var client = node.client()) {
      body = client.post(SIGNAL, HELLO).response().body();
    } finally {
      logger.detachAppender(lines);
    }
    assertThat(seen).singleElement().satisfies(id -> assertThat(body).contains(id));
    assertThat(lines.list)
        .singleElement()
        .satisfies(
            line -> {
              assertThat(line.getMDCPropertyMap()).containsEntry("trace_id", seen.getFirst());
              assertThat(line.getFormattedMessage())
                  .isEqualTo(
                      "POST /api/v1/signal is refused, 503 store-unavailable: PostgreSQL is away");
            });
  }

  @Test
  void answerFromAnotherThread_arrives() throws IOException {
    node.handling =
        (call, done) ->
            CompletableFuture.delayedExecutor(5, TimeUnit.MILLISECONDS)
                .execute(() -> done.accept(FakeNode.answered(call)));
    node.start(FakeNode.limits());
    try (var client = node.client()) {
      for (var i = 0; i < 20; i++) {
        assertThat(client.post(SIGNAL, HELLO).response().body()).isEqualTo(ANSWER);
      }
    }
  }

  @Test
  void refusal_becomesAProblemWithRetryAfter() throws IOException {
    node.handling =
        (call, done) ->
            done.accept(
                new SignalOutcome.Refused(
                    Refusal.STORE_UNAVAILABLE, "try later", Duration.ofMillis(1_500)));
    node.start(FakeNode.limits());
    try (var client = node.client()) {
      var response = client.post(SIGNAL, HELLO).response();
      assertThat(response.status()).isEqualTo(503);
      assertThat(response.headers()).containsEntry("retry-after", "2");
      assertThat(response.body())
          .contains("urn:hal9:problem:store-unavailable", "\"detail\":\"try later\"");
    }
  }

  @Test
  void faultOfThePipeline_isA500ThatTellsNothing() throws IOException {
    node.handling =
        (call, done) -> {
          throw new IllegalStateException("secret detail");
        };
    node.start(FakeNode.limits());
    try (var client = node.client()) {
      var response = client.post(SIGNAL, HELLO).response();
      assertThat(response.status()).isEqualTo(500);
      assertThat(response.body()).contains("internal").doesNotContain("secret detail");
      assertThat(client.get("/health/live").response().status()).isEqualTo(200);
    }
  }

  @Test
  void pipelinedRequests_areAnsweredInOrder() throws IOException {
    node.start(FakeNode.limits());
    try (var client = node.client()) {
      var all = new StringBuilder();
      for (var i = 0; i < 10; i++) {
        var body = "{\"content\":\"n" + i + "\"}";
        all.append(
            "POST %s HTTP/1.1\r\nHost: x\r\nContent-Length: %d\r\n\r\n%s"
                .formatted(SIGNAL, body.length(), body));
        all.append("GET /health/live HTTP/1.1\r\nHost: x\r\n\r\n");
      }
      client.send(all.toString());
      for (var i = 0; i < 10; i++) {
        assertThat(client.response().body()).contains("echo: n" + i + "\"");
        assertThat(client.response().body()).isEqualTo("{\"data\":{\"status\":\"up\"}}");
      }
    }
  }

  @Test
  void requestSentWhileOneIsAnswered_waitsItsTurn() throws IOException {
    var held = new LinkedBlockingQueue<Runnable>();
    node.handling = (call, done) -> held.add(() -> done.accept(FakeNode.answered(call)));
    node.start(FakeNode.limits());
    try (var client = node.client()) {
      for (var first : List.of("whole", "in two pieces")) {
        var body = "{\"content\":\"%s\"}".formatted(first);
        client.send(
            "POST %s HTTP/1.1\r\nHost: x\r\nContent-Length: %d\r\n\r\n%s"
                .formatted(SIGNAL, body.length(), body.substring(0, 5)));
        client.send(body.substring(5));
        await().until(() -> held.size() == 1);
        client.post(SIGNAL, "{\"content\":\"next\"}");
        client.get("/health/live");
        held.remove().run();

        assertThat(client.response().body()).contains("echo: " + first + "\"");
        await().until(() -> held.size() == 1);
        held.remove().run();
        assertThat(client.response().body()).contains("echo: next\"");
        assertThat(client.response().status()).isEqualTo(200);
      }
    }
  }

  @Test
  void expectContinue_isToldToGoOn() throws IOException {
    node.start(FakeNode.limits());
    try (var client = node.client()) {
      client.send(
          "POST %s HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: %d\r\n\r\n"
              .formatted(SIGNAL, HELLO.length()));
      assertThat(client.response().status()).isEqualTo(100);
      client.send(HELLO);
      assertThat(client.response().body()).isEqualTo(ANSWER);
    }
  }

  @Test
  void oldClientThatKeepsAlive_isToldSo() throws IOException {
    node.start(FakeNode.limits());
    try (var client = node.client()) {
      for (var i = 0; i < 3; i++) {
        client.send(
            "POST %s HTTP/1.0\r\nConnection: keep-alive\r\nContent-Length: %d\r\n\r\n%s"
                .formatted(SIGNAL, HELLO.length(), HELLO));
        var response = client.response();
        assertThat(response.status()).isEqualTo(200);
        assertThat(response.headers()).containsEntry("connection", "keep-alive");
      }
      client.send("GET /health/live HTTP/1.0\r\n\r\n");
      assertThat(client.response().status()).isEqualTo(200);
      assertThat(client.closedByServer()).isTrue();
    }
  }

  @Test
  void chunkedAndScatteredBodies_areCollected() throws IOException {
    node.start(FakeNode.limits());
    try (var client = node.client()) {
      client.send(
          "POST %s HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n".formatted(SIGNAL));
      client.send("5\r\n{\"con\r\n");
      client.send("e\r\ntent\":\"hello\"}\r\n0\r\n\r\n");
      assertThat(client.response().body()).isEqualTo(ANSWER);
      var large = "{\"content\":\"" + "y".repeat(300_000) + "\"}";
      assertThat(client.post(SIGNAL, large).response().body()).contains("yyyy\",\"path\"");
      assertThat(client.post(SIGNAL, HELLO).response().body()).isEqualTo(ANSWER);
    }
  }

  @Test
  void bodyOverTheLimit_isA413Announced() throws IOException {
    node.start(FakeNode.limits(10, 2_048, Duration.ofSeconds(20), Duration.ofSeconds(20)));
    var large = "{\"content\":\"" + "y".repeat(40_000) + "\"}";
    try (var client = node.client()) {
      var response = client.post(SIGNAL, large).response();
      assertThat(response.status()).isEqualTo(413);
      assertThat(response.body()).contains("2048");
      assertThat(client.post(SIGNAL, HELLO).response().body()).isEqualTo(ANSWER);
    }
    try (var client = node.client()) {
      client.send(
          "POST %s HTTP/1.1\r\nHost: x\r\nContent-Length: 2000000\r\n\r\n".formatted(SIGNAL));
      assertThat(client.response().status()).isEqualTo(413);
      assertThat(client.closedByServer()).isTrue();
    }
    try (var client = node.client()) {
      client.send(
          "POST %s HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n".formatted(SIGNAL));
      client.send(Integer.toHexString(large.length()) + "\r\n" + large + "\r\n0\r\n\r\n");
      assertThat(client.response().status()).isEqualTo(413);
    }
    try (var client = node.client()) {
      client.send(
          "POST %s HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 999999\r\n\r\n"
              .formatted(SIGNAL));
      assertThat(client.response().status()).isEqualTo(413);
    }
  }

  @Test
  void refusedBody_thatIsStillBeingSent_isHeardToItsEnd() throws IOException {
    node.start(FakeNode.limits(10, 2_048, Duration.ofSeconds(20), Duration.ofSeconds(20)));
    for (var path : List.of(SIGNAL, "/nothing")) {
      try (var client = node.client()) {
        var refused = client.post(path, "y".repeat(1_000_000)).response();
        assertThat(refused.status()).isIn(413, 404);
        assertThat(client.post(SIGNAL, HELLO).response().body()).isEqualTo(ANSWER);
      }
    }
  }

  @Test
  void largeBody_withinTheLimit_isTaken() throws IOException {
    node.start(FakeNode.limits(10, 8 << 20, Duration.ofSeconds(20), Duration.ofSeconds(20)));
    try (var client = node.client()) {
      var large = "{\"content\":\"" + "y".repeat(3 << 20) + "\"}";
      assertThat(client.post(SIGNAL, large).response().status()).isEqualTo(200);
    }
  }

  @Test
  void bodyInCrumbs_isRefused_whenThereAreMany() throws IOException {
    node.start(FakeNode.limits());
    var chunked =
        "POST %s HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n".formatted(SIGNAL);
    try (var client = node.client()) {
      client.send(chunked);
      for (var i = 0; i < HELLO.length(); i++) {
        client.send("1\r\n" + HELLO.charAt(i) + "\r\n");
      }
      assertThat(client.send("0\r\n\r\n").response().body()).isEqualTo(ANSWER);
    }
    try (var client = node.client()) {
      var response = client.send(chunked + "1\r\n \r\n".repeat(2_000)).response();
      assertThat(response.status()).isEqualTo(400);
      assertThat(response.body()).contains("small pieces");
      assertThat(client.closedByServer()).isTrue();
    }
  }

  @Test
  void trailersWithoutEnd_areCutOff_whereverTheyAreSent() throws IOException {
    node.start(FakeNode.limits());
    for (var path : List.of(SIGNAL, "/nothing")) {
      try (var client = node.client()) {
        client.send(
            "POST %s HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n".formatted(path));
        assertThat(cutOffWhileSending(client, "0\r\n", 64)).isTrue();
      }
    }
  }

  private static boolean cutOffWhileSending(RawClient client, String start, int megabytes)
      throws IOException {
    try {
      client.send(start);
      for (var i = 0; i < megabytes; i++) {
        client.send("a".repeat(1 << 20));
      }
      return false;
    } catch (SocketException cutOff) {
      return true;
    }
  }

  @Test
  void slowRequests_areCutOff() throws IOException {
    node.start(FakeNode.limits(10, 1 << 20, Duration.ofSeconds(20), Duration.ofMillis(300)));
    try (var header = node.client();
        var body = node.client()) {
      header.send("POST /api/v1/signal HTTP/1.1\r\nHost: x\r\nX-Slow:");
      body.send("POST /api/v1/signal HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{\"con");
      assertThat(header.closedByServer()).isTrue();
      assertThat(body.response().status()).isEqualTo(408);
    }
  }

  @Test
  void idleConnection_isClosed() throws IOException {
    node.start(FakeNode.limits(10, 1 << 20, Duration.ofSeconds(1), Duration.ofSeconds(5)));
    try (var fresh = node.client();
        var used = node.client()) {
      assertThat(used.get("/health/live").response().status()).isEqualTo(200);
      assertThat(fresh.closedByServer()).isTrue();
      assertThat(used.closedByServer()).isTrue();
    }
  }

  @Test
  void hugeHeader_isRefused() throws IOException {
    node.start(FakeNode.limits());
    try (var client = node.client()) {
      client.send("GET /health HTTP/1.1\r\nHost: x\r\nX-Big: " + "z".repeat(40_000) + "\r\n\r\n");
      assertThat(client.response().status()).isEqualTo(400);
    }
  }

  @Test
  void connectionBeyondTheLimit_isToldSoAndPlacesComeFree() throws IOException {
    node.start(FakeNode.limits(3, 1 << 20, Duration.ofSeconds(20), Duration.ofSeconds(20)));
    var clients = new ArrayList<RawClient>();
    for (var i = 0; i < 3; i++) {
      var client = node.client();
      assertThat(client.get("/health/live").response().status()).isEqualTo(200);
      clients.add(client);
    }
    try (var extra = node.client()) {
      var response = extra.post(SIGNAL, HELLO).response();
      assertThat(response.status()).isEqualTo(503);
      assertThat(response.headers())
          .containsEntry("connection", "close")
          .containsKey("retry-after");
      assertThat(extra.closedByServer()).isTrue();
    }
    for (var client : clients) {
      client.close();
    }
    await()
        .untilAsserted(
            () -> {
              try (var client = node.client()) {
                assertThat(client.post(SIGNAL, HELLO).response().status()).isEqualTo(200);
              }
            });
  }

  @Test
  void drain_refusesNewWorkAndWaitsForTheOld() throws Exception {
    var held = new CopyOnWriteArrayList<Runnable>();
    node.handling = (call, done) -> held.add(() -> done.accept(FakeNode.answered(call)));
    node.start(FakeNode.limits());
    try (var waiting = node.client()) {
      waiting.post(SIGNAL, HELLO);
      await().until(() -> held.size() == 1);
      assertThat(status("GET", "/health/ready")).isEqualTo(200);
      var drained =
          CompletableFuture.supplyAsync(
              () -> node.server().drain(Duration.ZERO, Duration.ofSeconds(20)));
      await().until(() -> status("GET", "/health/ready") == 503);
      try (var other = node.client()) {
        var refused = other.post(SIGNAL, HELLO).response();
        assertThat(refused.status()).isEqualTo(503);
        assertThat(refused.headers())
            .containsEntry("connection", "close")
            .containsKey("retry-after");
      }
      assertThat(drained.isDone()).isFalse();
      held.getFirst().run();
      assertThat(waiting.response().status()).isEqualTo(200);
      assertThat(drained.get()).isZero();
    }
  }

  @Test
  void drain_servesOnForTheTimeOfTheNotice_thoughNotReady() throws Exception {
    node.start(FakeNode.limits());
    var notice = Duration.ofSeconds(2);
    var start = System.nanoTime();
    var drained =
        CompletableFuture.supplyAsync(() -> node.server().drain(notice, Duration.ofSeconds(20)));
    await().until(() -> status("GET", "/health/ready") == 503);
    try (var client = node.client()) {
      var served = client.post(SIGNAL, HELLO).response();
      assertThat(served.status()).isEqualTo(200);
      assertThat(served.headers()).containsEntry("connection", "close");
    }

    await().until(() -> status("POST", SIGNAL) == 503);
    assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(notice.toNanos());
    assertThat(drained.get()).isZero();
  }

  private int status(String method, String path) throws IOException {
    try (var client = node.client()) {
      return client
          .request(method, path, method.equals("GET") ? "" : HELLO, "")
          .response()
          .status();
    }
  }

  @Test
  void clientsThatLeave_leaveNothingActive() throws IOException {
    var held = new CopyOnWriteArrayList<Runnable>();
    node.handling = (call, done) -> held.add(() -> done.accept(FakeNode.answered(call)));
    node.start(FakeNode.limits());
    for (var i = 0; i < 5; i++) {
      try (var half = node.client();
          var waiting = node.client()) {
        half.send("POST /api/v1/signal HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{\"con");
        waiting.post(SIGNAL, HELLO);
        var count = i + 1;
        await().until(() -> held.size() == count);
      }
    }
    held.forEach(Runnable::run);
    assertThat(node.server().drain(Duration.ZERO, Duration.ofSeconds(10))).isZero();
  }

  @Test
  void unknownPathAndMethod_areNamed() throws IOException {
    node.start(FakeNode.limits());
    try (var client = node.client()) {
      assertThat(client.get("/nothing").response().status()).isEqualTo(404);
      assertThat(client.get("/api/v1/neurons/x/y").response().status()).isEqualTo(404);
      var wrong = client.get(SIGNAL).response();
      assertThat(wrong.status()).isEqualTo(405);
      assertThat(wrong.headers()).containsEntry("allow", "POST");
      client.send(
          "HEAD /health/live HTTP/1.1\r\nHost: x\r\n\r\nGET /nothing HTTP/1.1\r\nHost: x\r\n\r\n");
      assertThat(client.head().status()).isEqualTo(200);
      assertThat(client.response().status()).isEqualTo(404);
    }
  }

  @Test
  void clientThatGoesAwayWhileItIsWaitedFor_isNoticed() throws IOException {
    var gone = new CompletableFuture<Boolean>();
    node.handling = (call, done) -> call.presence().whenGone(() -> gone.complete(true));
    node.start(FakeNode.limits());
    try (var client = node.client()) {
      client.post(SIGNAL, HELLO);
      await().until(() -> node.calls.size() == 1);
      assertThat(gone).isNotDone();
    }
    assertThat(gone.orTimeout(30, TimeUnit.SECONDS).join()).isTrue();
  }

  @Test
  void requestsSentAhead_whileTheFirstIsWaitedFor_areAnsweredInTheirOrder() throws IOException {
    var held = new LinkedBlockingQueue<Runnable>();
    node.handling = (call, done) -> held.add(() -> done.accept(FakeNode.answered(call)));
    node.start(FakeNode.limits());
    try (var client = node.client()) {
      client.post(SIGNAL, "{\"content\":\"1\"}");
      await().until(() -> held.size() == 1);
      client.post(SIGNAL, "{\"content\":\"2\"}").post(SIGNAL, "{\"content\":\"3\"}");
      for (var i = 1; i <= 3; i++) {
        await().until(() -> !held.isEmpty());
        held.remove().run();
        assertThat(client.response().body()).contains("echo: " + i);
      }
    }
  }
}
