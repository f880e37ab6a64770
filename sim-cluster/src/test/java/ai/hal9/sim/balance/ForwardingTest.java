package ai.hal9.sim.balance;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.WebSocket;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a client and a server see of each other, and that they see the same messages. */
class ForwardingTest extends BalancerFixture {
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

  @ParameterizedTest
  @ValueSource(
      strings = {
        "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 4\r\nContent-Length: 5\r\n\r\nabcd",
        "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: +4\r\n\r\nabcd",
        "POST / HTTP/1.1\r\nHost: h\r\nContent-Length : 4\r\n\r\nabcd",
        "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: xchunked\r\n\r\n0\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked, gzip\r\n\r\n0\r\n\r\n",
        "POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: h\r\nX-A: 1\u0000\r\n\r\n",
        "CONNECT h:80 HTTP/1.1\r\nHost: h\r\n\r\n"
      })
  void doubtfulFraming_isRefusedAndNothingGoesOn(String request) throws Exception {
    start(calm(), one.address(1));
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), balancer.port())) {
      write(socket, request + "GET /smuggled HTTP/1.1\r\nHost: h\r\n\r\n");
      var answer = readAll(socket.getInputStream());
      assertThat(answer).startsWith("HTTP/1.1 4").containsOnlyOnce("HTTP/1.1 ");
    }
    assertThat(one.served()).isEmpty();
  }

  @Test
  void chunkedRequest_withExtensionAndTrailer_isReframed() throws Exception {
    start(calm(), one.address(1));
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), balancer.port())) {
      write(
          socket,
          """
          POST / HTTP/1.1\r
          Host: h\r
          Transfer-Encoding: chunked\r
          \r
          5;x=1\r
          hello\r
          6\r
           again\r
          0\r
          X-Trailer: t\r
          \r
          GET /next HTTP/1.1\r
          Host: h\r
          Connection: close\r
          \r
          """);
      assertThat(readAll(socket.getInputStream())).contains("\r\n\r\nhello again");
    }
    assertThat(one.served()).containsExactly("POST /", "GET /next");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/balancer/upstreams"})
  void chunkedRequest_malformed_isRefusedAndNothingGoesOn(String path) throws Exception {
    start(calm(), one.address(1));
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), balancer.port())) {
      write(
          socket,
          """
          PUT %s HTTP/1.1\r
          Host: h\r
          Authorization: Bearer %s\r
          Transfer-Encoding: chunked\r
          \r
          5\r
          hello\r
          zz\r
          GET /smuggled HTTP/1.1\r
          Host: h\r
          \r
          """
              .formatted(path, TOKEN));
      assertThat(readAll(socket.getInputStream()))
          .startsWith("HTTP/1.1 400")
          .containsOnlyOnce("HTTP/1.1 ")
          .contains("the body's chunks are malformed");
    }
    assertThat(one.served()).isEmpty();
    assertThat(upstream("one").inFlight()).isZero();
  }

  @Test
  void chunkedRequest_malformedOnItsWay_neverEndsForTheUpstream() throws Exception {
    start(calm(), one.address(1));
    var most = BalancerConfig.Forwarding.defaults().replayBytes() + 1;
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), balancer.port())) {
      write(
          socket,
          """
          POST / HTTP/1.1\r
          Host: h\r
          Transfer-Encoding: chunked\r
          \r
          %x\r
          %s\r
          """
              .formatted(most, "x".repeat(most)));
      await().until(() -> upstream("one").inFlight() == 1);
      write(socket, "zz\r\n");
      assertThat(readAll(socket.getInputStream())).startsWith("HTTP/1.1 400");
    }
    assertThat(one.served()).isEmpty();
    assertThat(upstream("one").inFlight()).isZero();
  }

  @Test
  void chunkedAnswer_malformed_isNoWholeAnswer_andTheConnectionGoes() throws Exception {
    var broken = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\nzz\r\n";
    try (var server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      start(calm(), odd(server, broken));
      for (var i = 0; i < 2; i++) {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), balancer.port())) {
          write(socket, "GET / HTTP/1.1\r\nHost: h\r\n\r\n");
          assertThat(readAll(socket.getInputStream())).doesNotContain("\r\n0\r\n");
        }
      }
      assertThat(upstream("odd").inFlight()).isZero();
    }
  }

  @Test
  void headRequest_isAnsweredWithoutBody_andTheNextIsReadRight() throws Exception {
    start(calm(), one.address(1));
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), balancer.port())) {
      write(
          socket,
          """
          HEAD /balancer/health HTTP/1.1\r
          Host: h\r
          \r
          HEAD / HTTP/1.1\r
          Host: h\r
          \r
          POST / HTTP/1.1\r
          Host: h\r
          Content-Length: 3\r
          Connection: close\r
          \r
          end""");
      var heads = readAll(socket.getInputStream()).split("\r\n\r\n", -1);
      assertThat(heads).hasSize(4);
      assertThat(heads[0]).startsWith("HTTP/1.1 200");
      assertThat(heads[1]).startsWith("HTTP/1.1 200");
      assertThat(heads[2]).startsWith("HTTP/1.1 200");
      assertThat(heads[3]).isEqualTo("end");
    }
  }

  @Test
  void protocolChangedUnasked_isAnErrorAndNoTunnel() throws Exception {
    try (var server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      start(calm(), odd(server, "HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\nsmuggled"));
      var response = send(post("/", "body"));
      assertThat(response.statusCode()).isEqualTo(502);
      assertThat(response.body()).doesNotContain("smuggled");
    }
  }

  @Test
  void bytesBeyondAnAnswer_areNotTakenForTheNext() throws Exception {
    var twice =
        "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"
            + "HTTP/1.1 200 OK\r\nContent-Length: 8\r\n\r\nsmuggled";
    try (var server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        var socket = new Socket()) {
      start(calm(), odd(server, twice));
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), balancer.port()));
      write(
          socket,
          """
          GET /one HTTP/1.1\r
          Host: h\r
          \r
          GET /two HTTP/1.1\r
          Host: h\r
          Connection: close\r
          \r
          """);
      var answers = readAll(socket.getInputStream());
      assertThat(answers.split("\r\n\r\nok", -1)).hasSize(3);
      assertThat(answers).doesNotContain("smuggled");
    }
  }

  /** An upstream that is ready, and gives every request the same answer in one write. */
  private static UpstreamAddress odd(ServerSocket server, String answer) {
    Thread.ofVirtual()
        .start(
            () -> {
              while (!server.isClosed()) {
                try {
                  var socket = server.accept();
                  Thread.ofVirtual().start(() -> answerAll(socket, answer));
                } catch (IOException e) {
                  return; // the test is over
                }
              }
            });
    return new UpstreamAddress("odd", URI.create("http://127.0.0.1:" + server.getLocalPort()), 1);
  }

  private static void answerAll(Socket accepted, String answer) {
    try (var socket = accepted) {
      var asked = new byte[4_096];
      for (var read = socket.getInputStream().read(asked);
          read > 0;
          read = socket.getInputStream().read(asked)) {
        var check = new String(asked, 0, read, US_ASCII).contains("/health/ready");
        write(socket, check ? "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n" : answer);
      }
    } catch (IOException e) {
      // the test is over, or the balancer has hung up
    }
  }
}
