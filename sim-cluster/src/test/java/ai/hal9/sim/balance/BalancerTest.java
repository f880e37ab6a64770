package ai.hal9.sim.balance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BalancerTest {

  private static final String TOKEN = "a-token";

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final Backend one = new Backend("one");
  private final Backend two = new Backend("two");
  private final List<AutoCloseable> opened = new ArrayList<>(List.of(http, one, two));

  @SuppressWarnings("NullAway.Init") // each test starts its own first
  private Balancer balancer;

  @AfterEach
  void closeAll() throws Exception {
    for (var closing : opened.reversed()) {
      closing.close();
    }
  }

  @Test
  void weights_idleUpstreams_shareRequestsByWeight() throws Exception {
    start(calm(), one.address(3), two.address(1));
    for (var i = 0; i < 40; i++) {
      send(get("/"));
    }
    assertThat(one.served()).hasSize(30);
    assertThat(two.served()).hasSize(10);
  }

  @Test
  void leastConnections_oneUpstreamBusy_otherServes() throws Exception {
    start(calm(), one.address(1), two.address(1));
    var first = http.sendAsync(get("/wait"), BodyHandlers.ofString());
    await().until(() -> one.served().size() + two.served().size() == 1);
    var busy = one.served().isEmpty() ? two : one;
    for (var i = 0; i < 5; i++) {
      send(get("/"));
    }
    assertThat(busy.served()).containsExactly("GET /wait");
    one.release();
    two.release();
    assertThat(first.get(10, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
  }

  @Test
  void deadUpstream_postWithoutKey_isServedByTheOther() throws Exception {
    start(calm(), one.address(1), two.address(1));
    one.awaitCheck();
    one.die();
    for (var i = 0; i < 10; i++) {
      assertThat(send(post("/", "body")).statusCode()).isEqualTo(200);
    }
    assertThat(two.served()).hasSize(10);
    assertThat(upstream("one").retries()).isLessThanOrEqualTo(3);
  }

  @Test
  void failedRequests_maxFails_takeUpstreamOutAndItReturns() throws Exception {
    start(checking(Duration.ofHours(1), Duration.ofMillis(700)), one.address(1), two.address(1));
    one.breaking(true);
    for (var i = 0; i < 10; i++) {
      assertThat(send(get("/")).statusCode()).isEqualTo(200);
    }
    assertThat(one.served()).hasSize(3);
    assertThat(upstream("one").up()).isFalse();
    one.breaking(false);
    await()
        .atMost(Duration.ofSeconds(10))
        .untilAsserted(() -> assertThat(backend(send(get("/")))).isEqualTo("one"));
    assertThat(upstream("one").up()).isTrue();
  }

  @Test
  void brokenUpstream_postWithoutKey_isNotSentAgain() throws Exception {
    start(calm(), one.address(1), two.address(1));
    one.breaking(true);
    two.breaking(true);
    var response = send(post("/", "body"));
    assertThat(response.statusCode()).isEqualTo(502);
    assertThat(response.headers().firstValue("content-type")).contains("application/problem+json");
    assertThat(one.served().size() + two.served().size()).isEqualTo(1);
  }

  @Test
  void brokenUpstream_postWithKey_isSentToTheOtherWithItsBody() throws Exception {
    start(calm(), one.address(1), two.address(1));
    one.breaking(true);
    for (var i = 0; i < 4; i++) {
      var request = builder("/").header("Idempotency-Key", "k" + i);
      var response = send(request.POST(BodyPublishers.ofString("hello")).build());
      assertThat(response.statusCode()).isEqualTo(200);
      assertThat(response.body()).isEqualTo("hello");
    }
    assertThat(two.served()).hasSize(4);
    assertThat(one.served()).isNotEmpty();
  }

  @Test
  void unreadyUpstream_activeCheck_isLeftAtOnceAndTakenBack() throws Exception {
    start(checking(Duration.ofMillis(50), Duration.ofHours(1)), one.address(1), two.address(1));
    one.ready(false);
    await().until(() -> !upstream("one").up());
    for (var i = 0; i < 6; i++) {
      assertThat(backend(send(get("/")))).isEqualTo("two");
    }
    one.ready(true);
    await().until(() -> upstream("one").up());
    assertThat(List.of(backend(send(get("/"))), backend(send(get("/"))))).contains("one");
  }

  @Test
  void restartedUpstream_activeCheck_forgetsItsFailures() throws Exception {
    start(checking(Duration.ofMillis(50), Duration.ofHours(1)), one.address(1), two.address(1));
    one.die();
    await().until(() -> !upstream("one").up());
    one.revive();
    await().until(() -> upstream("one").up());
  }

  @Test
  void noUpstream_request_is503WithRetryAfter() throws Exception {
    start(calm());
    var response = send(get("/"));
    assertThat(response.statusCode()).isEqualTo(503);
    assertThat(response.headers().firstValue("retry-after")).contains("1");
    assertThat(response.body()).contains("no node can take the request");
  }

  @Test
  void forwarding_request_tellsClientProtocolAndHostAndDropsHopByHop() throws Exception {
    start(calm(), one.address(1));
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), balancer.port())) {
      write(
          socket,
          """
          GET / HTTP/1.1\r
          Host: h.example\r
          X-Forwarded-For: 10.0.0.9\r
          Connection: close, X-Hop\r
          X-Hop: secret\r
          \r
          """);
      var answer = readAll(socket.getInputStream());
      assertThat(answer)
          .containsIgnoringCase("Seen-X-Forwarded-For: 10.0.0.9, 127.0.0.1")
          .containsIgnoringCase("Seen-X-Forwarded-Proto: http")
          .containsIgnoringCase("Seen-X-Forwarded-Host: h.example")
          .doesNotContain("secret");
    }
  }

  @Test
  void bigBody_echoed_arrivesWhole() throws Exception {
    start(calm(), one.address(1));
    var big = "0123456789abcdef".repeat(64 * 1024);
    assertThat(send(post("/", big)).body()).isEqualTo(big);
    assertThat(send(post("/chunked", big)).body()).isEqualTo(big);
    var unknownLength = BodyPublishers.fromPublisher(BodyPublishers.ofString(big));
    assertThat(send(builder("/").POST(unknownLength).build()).body()).isEqualTo(big);
  }

  @Test
  void pipelinedRequests_oneConnection_areAnsweredInOrder() throws Exception {
    start(calm(), one.address(1), two.address(1));
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), balancer.port())) {
      var text = new StringBuilder();
      for (var i = 0; i < 20; i++) {
        text.append("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\n\r\n").append(100 + i);
      }
      text.append("GET / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n");
      write(socket, text.toString());
      var answer = readAll(socket.getInputStream());
      var at = 0;
      for (var i = 0; i < 20; i++) {
        at = answer.indexOf("\r\n\r\n" + (100 + i), at);
        assertThat(at).as("answer %d", i).isPositive();
      }
    }
  }

  @Test
  void oldClient_http10_isAnsweredWithoutChunks() throws Exception {
    start(calm(), one.address(1));
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), balancer.port())) {
      write(socket, "POST /chunked HTTP/1.0\r\nContent-Length: 5\r\n\r\nhello");
      assertThat(readAll(socket.getInputStream()))
          .doesNotContainIgnoringCase("transfer-encoding")
          .endsWith("\r\n\r\nhello");
    }
  }

  @Test
  void expectContinue_post_isAnswered() throws Exception {
    start(calm(), one.address(1));
    var request = builder("/").expectContinue(true).POST(BodyPublishers.ofString("x")).build();
    assertThat(send(request).body()).isEqualTo("x");
  }

  @Test
  void webSocket_throughBalancer_echoes() throws Exception {
    start(calm(), one.address(1));
    var heard = new CompletableFuture<String>();
    var socket =
        http.newWebSocketBuilder()
            .buildAsync(
                URI.create("ws://127.0.0.1:" + balancer.port() + "/ws"),
                new WebSocket.Listener() {
                  @Override
                  public CompletionStage<?> onText(
                      WebSocket from, CharSequence data, boolean last) {
                    heard.complete(data.toString());
                    return CompletableFuture.completedStage(null);
                  }
                })
            .get(10, TimeUnit.SECONDS);
    socket.sendText("hi", true).get(10, TimeUnit.SECONDS);
    assertThat(heard.get(10, TimeUnit.SECONDS)).isEqualTo("echo hi");
    assertThat(upstream("one").inFlight()).isEqualTo(1);
    socket.abort();
    await().until(() -> upstream("one").inFlight() == 0);
  }

  @Test
  void drain_requestInFlight_isAnsweredAndNewOnesAreRefused() throws Exception {
    start(calm(), one.address(1));
    var inFlight = http.sendAsync(get("/wait"), BodyHandlers.ofString());
    await().until(() -> one.served().size() == 1);
    var closing = CompletableFuture.runAsync(balancer::close);
    await().untilAsserted(() -> assertThat(connectRefused(balancer.port())).isTrue());
    one.release();
    var response = inFlight.get(10, TimeUnit.SECONDS);
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.headers().firstValue("connection")).contains("close");
    closing.get(10, TimeUnit.SECONDS);
  }

  @Test
  void status_withoutToken_is401AndWithItTellsRequests() throws Exception {
    start(calm(), one.address(1));
    send(get("/"));
    assertThat(send(get("/balancer/status")).statusCode()).isEqualTo(401);
    assertThat(send(get("/balancer/health")).statusCode()).isEqualTo(200);
    var status =
        send(builder("/balancer/status").header("Authorization", "Bearer " + TOKEN).build());
    assertThat(status.statusCode()).isEqualTo(200);
    assertThat(status.body()).contains("\"name\":\"one\"", "\"2xx\":1", "\"startedAt\":\"");
  }

  @Test
  void upstreams_replacedAtRunTime_moveTraffic() throws Exception {
    start(calm(), one.address(1));
    assertThat(backend(send(get("/")))).isEqualTo("one");
    var put =
        builder("/balancer/upstreams")
            .header("Authorization", "Bearer " + TOKEN)
            .PUT(
                BodyPublishers.ofString(
                    "{\"upstreams\":[{\"name\":\"two\",\"url\":\"%s\"}]}"
                        .formatted(two.address(1).url())))
            .build();
    assertThat(send(put).statusCode()).isEqualTo(200);
    assertThat(backend(send(get("/")))).isEqualTo("two");
    var wrong =
        builder("/balancer/upstreams")
            .header("Authorization", "Bearer " + TOKEN)
            .PUT(BodyPublishers.ofString("{\"upstreams\":[{\"nme\":1}]}"))
            .build();
    assertThat(send(wrong).statusCode()).isEqualTo(400);
  }

  private void start(BalancerConfig.Checking checking, UpstreamAddress... upstreams) {
    var listener = new BalancerConfig.Listener("127.0.0.1", 0, 1, 100, Duration.ofSeconds(65));
    balancer =
        Balancer.start(
            new BalancerConfig(
                listener,
                BalancerConfig.Forwarding.defaults(),
                checking,
                null,
                List.of(upstreams),
                Duration.ofSeconds(10)),
            TOKEN);
    opened.add(balancer);
  }

  /** No second active check happens while a test runs. */
  private static BalancerConfig.Checking calm() {
    return checking(Duration.ofHours(1), Duration.ofSeconds(30));
  }

  private static BalancerConfig.Checking checking(Duration interval, Duration failTimeout) {
    return new BalancerConfig.Checking(interval, Duration.ofSeconds(2), 3, failTimeout);
  }

  private BalancerStatus.UpstreamStatus upstream(String name) {
    return balancer.status().upstreams().stream()
        .filter(upstream -> upstream.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private HttpRequest.Builder builder(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + balancer.port() + path))
        .timeout(Duration.ofSeconds(20));
  }

  private HttpRequest get(String path) {
    return builder(path).build();
  }

  private HttpRequest post(String path, String body) {
    return builder(path).POST(BodyPublishers.ofString(body)).build();
  }

  private HttpResponse<String> send(HttpRequest request) throws IOException, InterruptedException {
    return http.send(request, BodyHandlers.ofString());
  }

  private static String backend(HttpResponse<String> response) {
    return response.headers().firstValue("x-backend").orElse("none");
  }

  private static boolean connectRefused(int port) {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return !socket.isConnected();
    } catch (IOException e) {
      return true;
    }
  }

  private static void write(Socket socket, String text) throws IOException {
    socket.setSoTimeout(10_000);
    socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    socket.getOutputStream().flush();
  }

  private static String readAll(InputStream in) throws IOException {
    return new String(in.readAllBytes(), StandardCharsets.US_ASCII);
  }
}
