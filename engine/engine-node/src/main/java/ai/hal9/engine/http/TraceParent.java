package ai.hal9.engine.http;

import io.undertow.server.HttpServerExchange;
import io.undertow.util.HttpString;
import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;
import org.slf4j.MDC;

/**
 * Which request this is, over all hops: {@code traceparent} of W3C Trace Context. A client's is
 * kept; a request without one gets one when there is something to tell, and not before.
 */
final class TraceParent {

  static final HttpString HEADER = new HttpString("traceparent");

  private static final String LOGGED = "trace_id";
  private static final Pattern FORM =
      Pattern.compile("00-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}");
  private static final int ID_AT = 3;
  private static final int ID_END = ID_AT + 32;

  private TraceParent() {}

  /** Tells the client its own back. */
  static void accept(HttpServerExchange exchange) {
    var given = exchange.getRequestHeaders().getFirst(HEADER);
    if (given != null && FORM.matcher(given).matches()) {
      exchange.getResponseHeaders().put(HEADER, given);
    }
  }

  /** The request's, made now when it has none; called by the thread that holds the exchange. */
  static String of(HttpServerExchange exchange) {
    var known = exchange.getResponseHeaders().getFirst(HEADER);
    if (known != null) {
      return known;
    }
    var made = made();
    exchange.getResponseHeaders().put(HEADER, made);
    return made;
  }

  /** The trace's id alone. */
  static String id(HttpServerExchange exchange) {
    return of(exchange).substring(ID_AT, ID_END);
  }

  /** Until closed, what this thread logs is about the request. */
  static MDC.MDCCloseable logging(HttpServerExchange exchange) {
    return MDC.putCloseable(LOGGED, id(exchange));
  }

  private static String made() {
    var random = ThreadLocalRandom.current();
    var hex = HexFormat.of();
    // A trace or parent id of zeros is none: a bit that is always set.
    return "00-"
        + hex.toHexDigits(random.nextLong() | 1)
        + hex.toHexDigits(random.nextLong())
        + "-"
        + hex.toHexDigits(random.nextLong() | 1)
        + "-00";
  }
}
