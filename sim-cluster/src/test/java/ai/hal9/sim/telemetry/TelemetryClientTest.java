package ai.hal9.sim.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.hal9.api.telemetry.SourceKind;
import ai.hal9.api.telemetry.TelemetryCodec;
import ai.hal9.api.telemetry.TelemetryFrame;
import ai.hal9.api.telemetry.TelemetrySnapshot;
import ai.hal9.api.telemetry.TelemetrySource;
import io.undertow.Handlers;
import io.undertow.Undertow;
import io.undertow.server.HttpHandler;
import io.undertow.util.Headers;
import io.undertow.util.StatusCodes;
import io.undertow.websockets.core.WebSocketChannel;
import io.undertow.websockets.core.WebSockets;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TelemetryClientTest {

  private static final Instant STARTED = Instant.parse("2026-03-01T10:00:00Z");

  private final List<WebSocketChannel> subscribers = new CopyOnWriteArrayList<>();
  private final TelemetryLog log = new TelemetryLog(List.of());
  private final HttpClient http = HttpClient.newHttpClient();
  private Undertow node = Undertow.builder().build();

  @BeforeEach
  void startNode() {
    node =
        Undertow.builder()
            .addHttpListener(0, "127.0.0.1")
            .setIoThreads(1)
            .setHandler(
                withToken(
                    Handlers.path()
                        .addExactPath(
                            "/api/v1/cluster",
                            exchange ->
                                exchange
                                    .getResponseSender()
                                    .send(
                                        "{\"data\":[{\"name\":\"node-1\",\"url\":\"%s\"}]}"
                                            .formatted(url())))
                        .addExactPath(
                            "/api/v1/telemetry",
                            Handlers.websocket((exchange, channel) -> subscribers.add(channel)))))
            .build();
    node.start();
  }

  @AfterEach
  void stopNode() {
    node.stop();
    http.shutdownNow();
  }

  @Test
  void listen_nodeSpeaks_isHeard() {
    try (var client = TelemetryClient.listen(http, new ClusterAddress(url(), "secret"), log)) {
      await().until(() -> !subscribers.isEmpty());
      WebSockets.sendTextBlocking(frame(1), subscribers.getFirst());

      await().until(() -> !log.newestOfNodes().isEmpty());
      assertThat(log.newestOfNodes().getFirst().source().name()).isEqualTo("node-1");
      assertThat(client.listening()).isOne();
      assertThat(client.members()).isOne();
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Test
  void listen_streamBreaks_isOpenedAnew() throws java.io.IOException {
    try (var client = TelemetryClient.listen(http, new ClusterAddress(url(), "secret"), log)) {
      await().until(() -> subscribers.size() == 1);
      subscribers.getFirst().close();

      await().until(() -> subscribers.size() == 2);
      WebSockets.sendTextBlocking(frame(7), subscribers.get(1));
      await().until(() -> !log.newestOfNodes().isEmpty());
      assertThat(log.newestOfNodes().getFirst().sequence()).isEqualTo(7);
      assertThat(client.listening()).isOne();
    }
  }

  @Test
  void listen_wrongToken_hearsNothingAndGoesOn() {
    try (var client = TelemetryClient.listen(http, new ClusterAddress(url(), "wrong"), log)) {
      await().during(Duration.ofMillis(600)).until(() -> client.members() == 0);
      assertThat(subscribers).isEmpty();
    }
  }

  @Test
  void toString_ofAnAddress_holdsNoToken() {
    assertThat(new ClusterAddress(url(), "secret").toString()).doesNotContain("secret");
  }

  private static HttpHandler withToken(HttpHandler next) {
    return exchange -> {
      if ("Bearer secret".equals(exchange.getRequestHeaders().getFirst(Headers.AUTHORIZATION))) {
        next.handleRequest(exchange);
      } else {
        exchange.setStatusCode(StatusCodes.UNAUTHORIZED);
      }
    };
  }

  private URI url() {
    var bound = (InetSocketAddress) node.getListenerInfo().getFirst().getAddress();
    return URI.create("http://127.0.0.1:" + bound.getPort());
  }

  private static String frame(long sequence) {
    return TelemetryCodec.write(
        new TelemetryFrame(
            0,
            new TelemetrySnapshot(
                new TelemetrySource(SourceKind.NODE, "node-1", "test", "local", "0.1.0", STARTED),
                sequence,
                STARTED.plusSeconds(sequence),
                sequence * 1_000_000_000,
                Duration.ofSeconds(1),
                Map.of(),
                Map.of(),
                Map.of(),
                List.of())));
  }
}
