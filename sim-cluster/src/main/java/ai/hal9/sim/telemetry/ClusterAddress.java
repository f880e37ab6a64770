package ai.hal9.sim.telemetry;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.WebSocket;
import java.time.Duration;

/**
 * Where a cluster is reached and what proves that one may.
 *
 * @param url the balancer or any node
 * @param token the bearer token; empty where none is asked for
 */
public record ClusterAddress(URI url, String token) {

  private static final Duration PATIENCE = Duration.ofSeconds(5);

  HttpRequest.Builder request(String path) {
    return request(url, path);
  }

  HttpRequest.Builder request(URI base, String path) {
    var builder = HttpRequest.newBuilder(at(base, path)).timeout(PATIENCE);
    return token.isEmpty() ? builder : builder.header("Authorization", bearer());
  }

  WebSocket.Builder authorized(WebSocket.Builder builder) {
    return (token.isEmpty() ? builder : builder.header("Authorization", bearer()))
        .connectTimeout(PATIENCE);
  }

  static URI at(URI base, String path) {
    return URI.create(base.toString().replaceAll("/+$", "") + path);
  }

  static URI webSocket(URI base, String path) {
    return URI.create(at(base, path).toString().replaceFirst("^http", "ws"));
  }

  private String bearer() {
    return "Bearer " + token;
  }

  /** Without the token, so that it can be in no log. */
  @Override
  public String toString() {
    return url.toString();
  }
}
