package ai.hal9.sim.fault;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.hal9.sim.SimJson;
import ai.hal9.sim.fault.Entry.Answer;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

final class SignalFeedTest {

  private static final Duration SOON = Duration.ofSeconds(30);

  /**
   * Of a machine that stalls for seconds the server still gets no more connections than it keeps.
   */
  private static final int RATE = 20;

  private final Ledger ledger = new Ledger();

  @Test
  void everySignal_isSentOnceWhenDue_andItsAnswerIsKept() throws IOException {
    var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 200);
    server.createContext("/api/v1/signal", SignalFeedTest::answer);
    server.start();
    try {
      var target = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
      try (var _ = SignalFeed.start(target, "s-", RATE, ledger)) {
        await().atMost(SOON).until(() -> ledger.entries().size() >= 20);
      }
    } finally {
      server.stop(0);
    }
    var entries = ledger.entries();
    assertThat(entries).extracting(Entry::content).doesNotHaveDuplicates();
    assertThat(entries)
        .allSatisfy(
            entry -> {
              var number = number(entry.content());
              assertThat(entry.due()).isEqualTo(number * 1_000_000_000 / RATE);
              assertThat(entry.done()).isGreaterThan(entry.due());
              assertThat(entry.answer())
                  .isEqualTo(
                      switch ((int) (number % 4)) {
                        case 0 -> new Answer.Acknowledged("id of " + entry.content());
                        case 1 -> new Answer.Refused("503 overloaded");
                        case 2 -> new Answer.Refused("502 balancer");
                        default -> new Answer.Refused("200 without id");
                      });
            });
  }

  @Test
  void time_hasPassed_whenAllThatWasDueInItIsSent() throws Exception {
    try (var feed = SignalFeed.start(URI.create("http://127.0.0.1:1"), "s-", 100, ledger)) {
      feed.pass(Duration.ofMillis(500));
    }
    assertThat(ledger.entries()).extracting(Entry::content).contains("s-0", "s-49");
  }

  @Test
  void known_isNothingBehindASignalWithoutAnswer() throws Exception {
    var answered = new CountDownLatch(1);
    var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 200);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext(
        "/api/v1/signal",
        exchange -> {
          var body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
          if (body.contains("\"s-3\"")) {
            held(answered);
          }
          send(exchange, 503, "{}");
        });
    server.start();
    var third = 3L * 1_000_000_000 / RATE;
    try (var feed =
        SignalFeed.start(
            URI.create("http://127.0.0.1:" + server.getAddress().getPort()), "s-", RATE, ledger)) {
      await().atMost(SOON).until(() -> ledger.entries().size() >= 10);
      assertThat(feed.known()).isEqualTo(third);
      answered.countDown();
      await().atMost(SOON).until(() -> feed.known() > 2 * third);
    } finally {
      answered.countDown();
      server.stop(0);
    }
  }

  @Test
  void nobodyThere_isARefusal() throws IOException {
    int port;
    try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = taken.getLocalPort();
    }
    try (var _ = SignalFeed.start(URI.create("http://127.0.0.1:" + port), "s-", RATE, ledger)) {
      await().atMost(SOON).until(() -> !ledger.entries().isEmpty());
    }
    assertThat(ledger.entries())
        .extracting(Entry::answer)
        .containsOnly(new Answer.Refused("no connection"));
  }

  private static void held(CountDownLatch latch) throws IOException {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new InterruptedIOException();
    }
  }

  private static void answer(HttpExchange exchange) throws IOException {
    var body = SimJson.LINE.readTree(exchange.getRequestBody().readAllBytes());
    var content = body.path("content").asString();
    if (!body.path("user_id").asString().equals("user-" + number(content) % 200)) {
      send(exchange, 400, "{}");
      return;
    }
    switch ((int) (number(content) % 4)) {
      case 0 -> send(exchange, 200, "{\"data\":{\"signal_id\":\"id of " + content + "\"}}");
      case 1 -> send(exchange, 503, "{\"type\":\"urn:hal9:problem:overloaded\"}");
      case 2 -> send(exchange, 502, "{\"type\":\"urn:hal9:balancer:node-lost\"}");
      default -> send(exchange, 200, "{\"data\":{}}");
    }
  }

  private static void send(HttpExchange exchange, int status, String text) throws IOException {
    var bytes = text.getBytes(UTF_8);
    exchange.sendResponseHeaders(status, bytes.length);
    try (exchange) {
      exchange.getResponseBody().write(bytes);
    }
  }

  private static long number(String content) {
    return Long.parseLong(content.substring("s-".length()));
  }
}
