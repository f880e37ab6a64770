package ai.hal9.console.connect;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** A node that knows its members and nothing else, and how often it was asked for what. */
public final class FakeNode implements AutoCloseable {

  private final HttpServer server;
  private final String startedAt;
  private final List<String> asked = new CopyOnWriteArrayList<>();
  private volatile @Nullable URI named;

  private FakeNode(String token, String startedAt) throws IOException {
    this.startedAt = startedAt;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/api/v1/cluster",
        exchange -> {
          var authorized =
              token.isEmpty()
                  || ("Bearer " + token)
                      .equals(exchange.getRequestHeaders().getFirst("Authorization"));
          var bytes =
              (authorized ? members() : "{\"title\":\"no\"}").getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(authorized ? 200 : 401, bytes.length);
          exchange.getResponseBody().write(bytes);
          exchange.close();
        });
    server.createContext(
        "/",
        exchange -> {
          asked.add(exchange.getRequestURI().getPath());
          exchange.sendResponseHeaders(404, -1);
          exchange.close();
        });
    server.start();
  }

  /**
   * One that serves whoever has a token.
   *
   * @param token empty where none is asked for
   */
  public static FakeNode asking(String token) throws IOException {
    return new FakeNode(token, "2026-03-01T10:00:00Z");
  }

  /** One that began to serve at some time. */
  static FakeNode since(String startedAt) throws IOException {
    return new FakeNode("", startedAt);
  }

  /** Says from now on that it is at another address, as what is behind a forwarded port does. */
  public FakeNode naming(URI elsewhere) {
    named = elsewhere;
    return this;
  }

  /** How often it was asked for what it does not know, by the beginning of its path. */
  public long asked(String path) {
    return asked.stream().filter(each -> each.startsWith(path)).count();
  }

  private String members() {
    var own = named;
    return "{\"data\":{\"members\":[{\"name\":\"node-1\",\"url\":\"%s\",\"started_at\":\"%s\"}]}}"
        .formatted(own == null ? url() : own, startedAt);
  }

  public URI url() {
    return URI.create("http://" + address());
  }

  public String address() {
    return "127.0.0.1:" + server.getAddress().getPort();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
