package ai.hal9.engine.http;

import ai.hal9.engine.account.Caller;
import ai.hal9.engine.config.Network;
import ai.hal9.engine.quota.Admission;
import ai.hal9.engine.quota.Quotas;
import ai.hal9.engine.quota.Subject;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.AttachmentKey;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import io.undertow.util.StatusCodes;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Lets requests pass as the rate limits allow, and says with {@code RateLimit-Limit}, {@code
 * RateLimit-Remaining} and {@code RateLimit-Reset} (draft-ietf-httpapi-ratelimit-headers-06) how
 * much is left; a 429 says in {@code Retry-After} when to come back. A request that another node
 * passed on was counted there.
 */
final class RateGate {

  private static final HttpString LIMIT = new HttpString("RateLimit-Limit");
  private static final HttpString REMAINING = new HttpString("RateLimit-Remaining");
  private static final HttpString RESET = new HttpString("RateLimit-Reset");
  private static final AttachmentKey<String> CLIENT = AttachmentKey.create(String.class);
  private static final AttachmentKey<Admission> LOOKED_UP = AttachmentKey.create(Admission.class);
  private static final String ONE_USER = "one user may ask";
  private static final int SMALL = 1_024;
  private static final String[] NUMBERS = new String[SMALL];

  static {
    for (var i = 0; i < SMALL; i++) {
      NUMBERS[i] = Integer.toString(i);
    }
  }

  private final Quotas quotas;
  private final ClientAddress addresses;
  private final PassedOn passedOn;
  private final Reply reply;

  RateGate(Quotas quotas, ClientAddress addresses, PassedOn passedOn, Reply reply) {
    this.quotas = quotas;
    this.addresses = addresses;
    this.passedOn = passedOn;
    this.reply = reply;
  }

  /**
   * The handler, behind the limit of what the node takes from everyone. Of that limit only who is
   * refused hears: who passes is told of its own.
   */
  HttpHandler before(HttpHandler handler) {
    return exchange -> {
      if (!quotas.enabled()
          || passedOn.byANode(exchange)
          || passes(
              exchange, quotas.ofEveryone(exchange.getRequestStartTime()), "this node takes")) {
        handler.handleRequest(exchange);
      }
    };
  }

  /**
   * Whether the user's request may pass; else it has been answered. Who shows a token is counted as
   * that user. Who does not is counted by address, and by the user it says it is besides: so nobody
   * takes from what a user of that name may ask. What is refused here is taken from nobody else:
   * the node's limit gets it back.
   *
   * @param claimed the user that the request names
   */
  boolean admits(HttpServerExchange exchange, @Nullable Caller caller, @Nullable String claimed) {
    if (!quotas.enabled() || passedOn.byANode(exchange)) {
      return true;
    }
    return passes(
        exchange, quotas.of(subject(exchange, caller, claimed), exchange.getRequestStartTime()));
  }

  /**
   * Whether a token that is not known yet may be looked up; else the request has been answered.
   * Looking it up costs a store: so it is counted as a wrong one of this address first, for many at
   * once not to slip through, until {@link #wrongToken} or {@link #noWrongToken} says what it was.
   */
  boolean admitsUnknownToken(HttpServerExchange exchange) {
    if (!quotas.enabled() || passedOn.byANode(exchange)) {
      return true;
    }
    var admission = quotas.of(wrongTokens(exchange), exchange.getRequestStartTime());
    if (!admission.allowed()) {
      return passes(exchange, admission);
    }
    exchange.putAttachment(LOOKED_UP, admission);
    return true;
  }

  /** The token was wrong: the answer tells how many more may be. */
  void wrongToken(HttpServerExchange exchange) {
    var admission = exchange.removeAttachment(LOOKED_UP);
    if (admission != null) {
      tell(exchange, admission);
    }
  }

  /** The token was right, or nobody can tell: it is not counted after all. */
  void noWrongToken(HttpServerExchange exchange) {
    if (exchange.removeAttachment(LOOKED_UP) != null) {
      quotas.giveBack(wrongTokens(exchange));
    }
  }

  private Subject wrongTokens(HttpServerExchange exchange) {
    return new Subject("wrong tokens of ", client(exchange));
  }

  private boolean passes(HttpServerExchange exchange, Admission admission) {
    if (!admission.allowed()) {
      quotas.giveBack();
      return passes(exchange, admission, ONE_USER);
    }
    tell(exchange, admission);
    return true;
  }

  private static void tell(HttpServerExchange exchange, Admission admission) {
    var headers = exchange.getResponseHeaders();
    headers.put(LIMIT, text(admission.limit()));
    headers.put(REMAINING, text(admission.remaining()));
    headers.put(RESET, text(admission.resetSeconds()));
  }

  private Subject subject(
      HttpServerExchange exchange, @Nullable Caller caller, @Nullable String claimed) {
    return caller == null
        ? new Subject(client(exchange), Objects.requireNonNullElse(claimed, ""))
        : Subject.user(caller.user());
  }

  /** Written once for a connection, unless a proxy speaks for many clients. */
  private String client(HttpServerExchange exchange) {
    if (exchange.getRequestHeaders().contains(Headers.X_FORWARDED_FOR)) {
      return among(addresses.of(exchange));
    }
    var connection = exchange.getConnection();
    var known = connection.getAttachment(CLIENT);
    if (known == null) {
      known = among(addresses.of(exchange));
      connection.putAttachment(CLIENT, known);
    }
    return known;
  }

  /** One text for all connections of a client, so that two are compared at a glance. */
  private static String among(InetAddress client) {
    return ("address:" + Network.ofOneClient(client) + ":").intern();
  }

  private boolean passes(HttpServerExchange exchange, Admission admission, String whose) {
    if (admission.allowed()) {
      return true;
    }
    tell(exchange, admission);
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
}
