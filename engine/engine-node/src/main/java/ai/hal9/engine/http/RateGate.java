package ai.hal9.engine.http;

import ai.hal9.api.signal.SignalRequest;
import ai.hal9.engine.quota.Admission;
import ai.hal9.engine.quota.Quotas;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import io.undertow.util.StatusCodes;
import java.time.Duration;
import java.util.List;

/**
 * Lets requests pass as the rate limits allow, and says with {@code RateLimit-Limit}, {@code
 * RateLimit-Remaining} and {@code RateLimit-Reset} (draft-ietf-httpapi-ratelimit-headers-06) how
 * much is left; a 429 says in {@code Retry-After} when to come back.
 */
final class RateGate {

  private static final HttpString LIMIT = new HttpString("RateLimit-Limit");
  private static final HttpString REMAINING = new HttpString("RateLimit-Remaining");
  private static final HttpString RESET = new HttpString("RateLimit-Reset");
  private static final int SMALL = 1_024;
  private static final String[] NUMBERS = new String[SMALL];

  static {
    for (var i = 0; i < SMALL; i++) {
      NUMBERS[i] = Integer.toString(i);
    }
  }

  private final Quotas quotas;
  private final Reply reply;

  RateGate(Quotas quotas, Reply reply) {
    this.quotas = quotas;
    this.reply = reply;
  }

  /** The handler, behind the limit of what the node takes from everyone. */
  HttpHandler before(HttpHandler handler) {
    return exchange -> {
      if (!quotas.enabled() || passes(exchange, quotas.ofEveryone(), "this node takes")) {
        handler.handleRequest(exchange);
      }
    };
  }

  /** Whether the user's request may pass; else it has been answered. */
  boolean admits(HttpServerExchange exchange, SignalRequest request) {
    if (!quotas.enabled()) {
      return true;
    }
    var user = request.userId();
    var admission =
        quotas.of(user == null ? "address:" + ClientAddress.of(exchange) : "user:" + user);
    var headers = exchange.getResponseHeaders();
    headers.put(LIMIT, text(admission.limit()));
    headers.put(REMAINING, text(admission.remaining()));
    headers.put(RESET, text(admission.resetSeconds()));
    return passes(exchange, admission, "one user may ask");
  }

  private boolean passes(HttpServerExchange exchange, Admission admission, String whose) {
    if (admission.allowed()) {
      return true;
    }
    if (exchange.getResponseHeaders().getFirst(LIMIT) == null) {
      exchange.getResponseHeaders().put(LIMIT, text(admission.limit()));
      exchange.getResponseHeaders().put(REMAINING, text(0));
      exchange.getResponseHeaders().put(RESET, text(admission.resetSeconds()));
    }
    reply.problem(exchange, tooMany(whose, admission.retryAfter()));
    return false;
  }

  private static Problem tooMany(String whose, Duration retryAfter) {
    return new Problem(
        StatusCodes.TOO_MANY_REQUESTS,
        "rate-limited",
        "More than " + whose + " in a second; come back after Retry-After.",
        retryAfter,
        List.of());
  }

  private static String text(long number) {
    return number >= 0 && number < SMALL ? NUMBERS[(int) number] : Long.toString(number);
  }

  /** Where a request comes from: of one that a proxy on this machine passed on, as that says. */
  private static final class ClientAddress {
    static String of(HttpServerExchange exchange) {
      var peer = exchange.getSourceAddress().getAddress();
      if (peer == null) {
        return "unknown";
      }
      var forwarded = exchange.getRequestHeaders().getLast(Headers.X_FORWARDED_FOR);
      if (forwarded != null && peer.isLoopbackAddress()) {
        return forwarded.substring(forwarded.lastIndexOf(',') + 1).strip();
      }
      return peer.getHostAddress();
    }
  }
}
