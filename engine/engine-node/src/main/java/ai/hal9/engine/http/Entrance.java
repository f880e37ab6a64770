package ai.hal9.engine.http;

import ai.hal9.engine.account.Caller;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import java.util.function.BiConsumer;

/**
 * What a client passes whose body does not say who it is: identification and the user's rate limit,
 * both before the body is read.
 */
final class Entrance {

  private final Identification identification;
  private final RateGate gate;

  Entrance(Identification identification, RateGate gate) {
    this.identification = identification;
    this.gate = gate;
  }

  /** The handler, for known clients alone where that is required. */
  HttpHandler before(HttpHandler handler) {
    return exchange -> ask(exchange, (admitted, caller) -> handler.handleRequest(admitted));
  }

  /** The handler, for clients who need not be known and show no token: counted by address. */
  HttpHandler beforeStrangers(HttpHandler handler) {
    return exchange -> {
      if (gate.admits(exchange, null, null)) {
        handler.handleRequest(exchange);
      }
    };
  }

  /** Goes on when the client is known, or shows no token and need not. */
  void ask(HttpServerExchange exchange, Identification.Handler then) throws Exception {
    identification.ask(
        exchange,
        (known, caller) -> {
          if (gate.admits(known, caller, null)) {
            then.handle(known, caller);
          }
        });
  }

  /** Goes on when the client is known. */
  void demand(HttpServerExchange exchange, BiConsumer<HttpServerExchange, Caller> then)
      throws Exception {
    identification.demand(
        exchange,
        (known, caller) -> {
          if (gate.admits(known, caller, null)) {
            then.accept(known, caller);
          }
        });
  }
}
