package ai.hal9.console.source;

import ai.hal9.sim.telemetry.ClusterAddress;
import ai.hal9.sim.telemetry.ClusterApi;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;

/**
 * An address of a cluster that names some of its members only, as it was told to: who attaches to
 * it listens to these. For each question the first of them is asked, as the cluster would be.
 */
final class SomeMembers implements AutoCloseable {

  private final HttpServer server;
  private final HttpClient http;
  private final ClusterAddress cluster;
  private volatile Map<String, URI> named = Map.of();

  private SomeMembers(HttpServer server, HttpClient http, ClusterAddress cluster) {
    this.server = server;
    this.http = http;
    this.cluster = cluster;
  }

  /** Serves on a free port until closed. */
  static SomeMembers of(HttpClient http, ClusterAddress cluster) throws IOException {
    var loopback = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    var members = new SomeMembers(HttpServer.create(loopback, 0), http, cluster);
    members.server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    members.server.createContext("/api/v1/cluster", members::answer);
    members.server.start();
    return members;
  }

  /** Whom to name from now on. */
  void name(Map<String, URI> members) {
    named = new TreeMap<>(members);
  }

  /** Where to attach to. */
  ClusterAddress address() {
    var port = server.getAddress().getPort();
    return new ClusterAddress(URI.create("http://127.0.0.1:" + port), cluster.token());
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      ask(named.values().iterator().next());
      var body =
          named.entrySet().stream()
              .map(
                  member ->
                      "{\"name\":\"%s\",\"url\":\"%s\"}"
                          .formatted(member.getKey(), member.getValue()))
              .collect(Collectors.joining(",", "{\"data\":[", "]}"))
              .getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(200, body.length);
      exchange.getResponseBody().write(body);
    }
  }

  private void ask(URI member) throws IOException {
    try {
      new ClusterApi(http, cluster).lives(member);
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
