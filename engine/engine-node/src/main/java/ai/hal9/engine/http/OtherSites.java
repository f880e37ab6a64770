package ai.hal9.engine.http;

import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import io.undertow.util.Methods;
import io.undertow.util.StatusCodes;
import org.jspecify.annotations.Nullable;

/**
 * Keeps out what a page of another site can have a browser do without the node's leave. A browser
 * says of such a request what page it comes from. It asks first, and is told nothing that would let
 * it, before a page may send JSON or a token (Fetch standard, CORS preflight); it does not ask
 * before a post of no or another type, nor before it opens a WebSocket (RFC 6455, section 10.2).
 */
final class OtherSites {

  private static final String WEB_SOCKET = "websocket";

  private OtherSites() {}

  /** Why a request is refused; null when it may pass. */
  static @Nullable Problem refusal(HttpServerExchange exchange) {
    var origin = exchange.getRequestHeaders().getFirst(Headers.ORIGIN);
    if (origin == null || BearerToken.isShown(exchange)) {
      return null;
    }
    if (exchange.getRequestMethod().equals(Methods.POST) && !namesItsType(exchange)) {
      return Problem.of(
          StatusCodes.UNSUPPORTED_MEDIA_TYPE,
          "wrong-type",
          "A page must post with 'Content-Type: application/json', so that the browser asks first"
              + " whether it may.");
    }
    if (isForWebSocket(exchange) && !isOfThisHost(exchange, origin)) {
      return Problem.of(
          StatusCodes.FORBIDDEN,
          "another-site",
          "A page of another site may not listen here: its 'Origin' is not this host.");
    }
    return null;
  }

  private static boolean namesItsType(HttpServerExchange exchange) {
    return exchange.getRequestHeaders().contains(Headers.CONTENT_TYPE) && Wire.of(exchange) != null;
  }

  private static boolean isForWebSocket(HttpServerExchange exchange) {
    var upgrade = exchange.getRequestHeaders().getFirst(Headers.UPGRADE);
    return upgrade != null && upgrade.strip().equalsIgnoreCase(WEB_SOCKET);
  }

  private static boolean isOfThisHost(HttpServerExchange exchange, String origin) {
    var host = exchange.getRequestHeaders().getFirst(Headers.HOST);
    return host != null && origin.substring(origin.indexOf("//") + 1).equalsIgnoreCase("/" + host);
  }
}
