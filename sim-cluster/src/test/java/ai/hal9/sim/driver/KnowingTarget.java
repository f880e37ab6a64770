package ai.hal9.sim.driver;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Serves the users it was told of, by their tokens, and nobody else. */
public final class KnowingTarget implements AutoCloseable {

  private final HttpServer server;
  private final Map<String, String> users;
  private final Queue<String> signals = new ConcurrentLinkedQueue<>();

  /**
   * @param users ids by token
   */
  public KnowingTarget(Map<String, String> users) throws IOException {
    this.users = Map.copyOf(users);
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
  }

  private void answer(HttpExchange exchange) throws IOException {
    var shown = String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"));
    var user = users.get(shown.replaceFirst("^Bearer ", ""));
    var body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
    if (exchange.getRequestURI().getPath().equals("/api/v1/signal")) {
      signals.add(user + " " + body);
    }
    var answer =
        (user == null ? "{}" : "{\"data\":{\"user_id\":\"%s\"}}".formatted(user)).getBytes(UTF_8);
    exchange.sendResponseHeaders(user == null ? 401 : 200, answer.length);
    exchange.getResponseBody().write(answer);
    exchange.close();
  }

  /** What it was sent: who it was from, a blank, the body. */
  public Iterable<String> signals() {
    return signals;
  }

  public URI url() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
