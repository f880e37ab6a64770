package ai.hal9.engine.http;

import ai.hal9.engine.cluster.Peer;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import java.net.InetAddress;
import java.util.function.BiConsumer;

/**
 * What one node adds to a request that it passes on to another, and how that one tells it from a
 * client's: it has been let in and counted already, and is not passed on again.
 */
final class PassedOn {

  private static final HttpString MARK = new HttpString("X-Hal9-Forwarded");

  private final Peer self;

  PassedOn(Peer self) {
    this.self = self;
  }

  /** Whether anybody says that it was passed on; such a request is passed on no further. */
  static boolean allegedly(HttpServerExchange exchange) {
    return exchange.getRequestHeaders().contains(MARK);
  }

  /** Whether a node of the cluster passed it on to this one. */
  boolean byANode(HttpServerExchange exchange) {
    return self.recognises(exchange.getRequestHeaders().getFirst(MARK));
  }

  /**
   * The headers, by name, that the owner is to get: its own word, the client's address and token.
   */
  static void headers(
      HttpServerExchange exchange,
      Peer owner,
      InetAddress client,
      BiConsumer<String, String> headers) {
    headers.accept(MARK.toString(), owner.word().reveal());
    headers.accept(Headers.X_FORWARDED_FOR_STRING, client.getHostAddress());
    var token = exchange.getRequestHeaders().getFirst(Headers.AUTHORIZATION);
    if (token != null) {
      headers.accept(Headers.AUTHORIZATION_STRING, token);
    }
  }
}
