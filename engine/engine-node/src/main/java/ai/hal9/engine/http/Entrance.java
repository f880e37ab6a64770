package ai.hal9.engine.http;

import io.undertow.server.HttpHandler;

/**
 * What a client passes whose body does not say who it is: identification, and where it changes
 * something the user's rate limit, both before the body is read.
 */
final class Entrance {

  private final Identification identification;
  private final RateGate gate;

  Entrance(Identification identification, RateGate gate) {
    this.identification = identification;
    this.gate = gate;
  }

  /** For what only tells: known clients alone where that is required. */
  HttpHandler reading(HttpHandler handler) {
    return exchange ->
        identification.ask(exchange, (known, caller) -> handler.handleRequest(known));
  }

  /** For what changes something: counted as the user's, too. */
  HttpHandler writing(HttpHandler handler) {
    return exchange ->
        identification.ask(
            exchange,
            (known, caller) -> {
              if (gate.admits(known, caller, null)) {
                handler.handleRequest(known);
              }
            });
  }
}
