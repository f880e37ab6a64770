package ai.hal9.sim.balance;

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
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;

/** A balancer over two real servers, and what a client of it needs. */
abstract class BalancerFixture {

  static final String TOKEN = "a-token";

  final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  final Backend one = new Backend("one");
  final Backend two = new Backend("two");
  private final List<AutoCloseable> opened = new ArrayList<>(List.of(http, one, two));

  /** Who the balancer shows itself as; null serves clear text. */
  BalancerConfig.@Nullable Identity identity;

  @SuppressWarnings("NullAway.Init") // each test starts its own first
  Balancer balancer;

  @AfterEach
  void closeAll() throws Exception {
    for (var closing : opened.reversed()) {
      closing.close();
    }
  }

  void start(BalancerConfig.Checking checking, UpstreamAddress... upstreams) {
    start(BalancerConfig.Forwarding.defaults(), checking, upstreams);
  }

  void start(
      BalancerConfig.Forwarding forwarding,
      BalancerConfig.Checking checking,
      UpstreamAddress... upstreams) {
    var listener =
        new BalancerConfig.Listener("127.0.0.1", 0, 1, 100, Duration.ofSeconds(65), identity);
    balancer =
        Balancer.start(
            new BalancerConfig(
                listener, forwarding, checking, null, List.of(upstreams), Duration.ofSeconds(10)),
            TOKEN);
    opened.add(balancer);
  }

  /** No second active check happens while a test runs. */
  static BalancerConfig.Checking calm() {
    return checking(Duration.ofHours(1), Duration.ofSeconds(30));
  }

  static BalancerConfig.Checking checking(Duration interval, Duration failTimeout) {
    return new BalancerConfig.Checking(interval, Duration.ofSeconds(2), 3, failTimeout);
  }

  BalancerStatus.UpstreamStatus upstream(String name) {
    return balancer.status().upstreams().stream()
        .filter(upstream -> upstream.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  HttpRequest.Builder builder(String path) {
    return HttpRequest.newBuilder(
            URI.create(
                (identity == null ? "http" : "https") + "://127.0.0.1:" + balancer.port() + path))
        .timeout(Duration.ofSeconds(20));
  }

  HttpRequest get(String path) {
    return builder(path).build();
  }

  HttpRequest post(String path, String body) {
    return builder(path).POST(BodyPublishers.ofString(body)).build();
  }

  HttpResponse<String> send(HttpRequest request) throws IOException, InterruptedException {
    return http.send(request, BodyHandlers.ofString());
  }

  static String backend(HttpResponse<String> response) {
    return response.headers().firstValue("x-backend").orElse("none");
  }

  static boolean connectRefused(int port) {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return !socket.isConnected();
    } catch (IOException e) {
      return true;
    }
  }

  static void write(Socket socket, String text) throws IOException {
    socket.setSoTimeout(10_000);
    socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    socket.getOutputStream().flush();
  }

  static String readAll(InputStream in) throws IOException {
    return new String(in.readAllBytes(), StandardCharsets.US_ASCII);
  }
}
