package ai.hal9.sim.supervisor;

import ai.hal9.sim.SimJson;
import ai.hal9.sim.trust.HomeTrust;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import javax.net.ssl.HttpsURLConnection;

/**
 * Asks nodes and balancer how they are. By the JDK's small client: this runs once a second in a
 * process that is to stay small.
 */
final class Probe {

  private static final int CONNECT_MILLIS = 1_000;
  private static final int READ_MILLIS = 2_000;
  private static final int OK = 200;

  private Probe() {}

  /** Whether {@code GET /health/ready} answers 200. */
  static boolean ready(URI server) {
    try {
      return status(open(server.resolve("/health/ready"))) == OK;
    } catch (IOException e) {
      return false;
    }
  }

  /** Whether the server answers at all. */
  static boolean answers(URI server) {
    try {
      return status(open(server.resolve("/health/ready"))) > 0;
    } catch (IOException e) {
      return false;
    }
  }

  /** The version a node says it runs; empty where it does not say. */
  static Optional<String> version(URI node) {
    try {
      var connection = open(node.resolve("/api/v1/status"));
      try (var body = connection.getInputStream()) {
        var text = new String(body.readAllBytes(), StandardCharsets.UTF_8);
        var version = SimJson.LINE.readTree(text).path("data").path("version").asString("");
        return Optional.of(version).filter(known -> !known.isEmpty());
      }
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** Sends a signal; what comes of it does not matter. */
  static void signal(URI node, String content) {
    try {
      var connection = open(node.resolve("/api/v1/signal"));
      connection.setRequestMethod("POST");
      connection.setRequestProperty("Content-Type", "application/json");
      connection.setDoOutput(true);
      try (var body = connection.getOutputStream()) {
        body.write(
            "{\"content\":\"%s\",\"layer\":\"L4\"}"
                .formatted(content)
                .getBytes(StandardCharsets.UTF_8));
      }
      status(connection);
    } catch (IOException e) {
      // the node may be busy; there is another one
    }
  }

  /** Reads a page; what comes of it does not matter. */
  static void look(URI page) {
    try {
      status(open(page));
    } catch (IOException e) {
      // as above
    }
  }

  private static HttpURLConnection open(URI url) throws IOException {
    var connection = (HttpURLConnection) url.toURL().openConnection();
    if (connection instanceof HttpsURLConnection secure) {
      secure.setSSLSocketFactory(HomeTrust.sockets());
    }
    connection.setConnectTimeout(CONNECT_MILLIS);
    connection.setReadTimeout(READ_MILLIS);
    return connection;
  }

  /** Reads the body to its end, so that the connection can be used again. */
  private static int status(HttpURLConnection connection) throws IOException {
    var status = connection.getResponseCode();
    try (var body = status < 400 ? connection.getInputStream() : connection.getErrorStream()) {
      if (body != null) {
        body.readAllBytes();
      }
    }
    return status;
  }
}
