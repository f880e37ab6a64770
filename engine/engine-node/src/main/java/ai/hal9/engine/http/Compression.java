package ai.hal9.engine.http;

import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.handlers.encoding.ContentEncodingRepository;
import io.undertow.server.handlers.encoding.EncodingHandler;
import io.undertow.server.handlers.encoding.GzipEncodingProvider;
import io.undertow.util.Headers;

/**
 * Compresses large answers for clients that take gzip. What may not be cached is a user's own and
 * stays as it is: its length when compressed would tell of its content (BREACH, 2013).
 */
final class Compression {

  private static final int PRIORITY = 50;

  private Compression() {}

  /** Answers of at least so many bytes are compressed; 0: none. */
  static HttpHandler of(HttpHandler next, int fromBytes) {
    if (fromBytes == 0) {
      return next;
    }
    var gzip =
        new ContentEncodingRepository()
            .addEncodingHandler(
                "gzip",
                new GzipEncodingProvider(),
                PRIORITY,
                exchange -> compressed(exchange, fromBytes));
    var encoding = new EncodingHandler(next, gzip);
    // Undertow's handler would answer 406 to a client that forbids every encoding.
    return encoding.setNoEncodingHandler(next);
  }

  private static boolean compressed(HttpServerExchange exchange, int fromBytes) {
    var headers = exchange.getResponseHeaders();
    if (exchange.getResponseContentLength() < fromBytes
        || headers.contains(Headers.CACHE_CONTROL)) {
      return false;
    }
    headers.put(Headers.VARY, Headers.ACCEPT_ENCODING_STRING);
    return true;
  }
}
