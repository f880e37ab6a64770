package ai.hal9.engine.http;

import ai.hal9.engine.account.Caller;
import ai.hal9.engine.account.Callers;
import ai.hal9.engine.account.Callers.Verdict;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import io.undertow.util.StatusCodes;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Finds out who a request is from before anything is done for it. A token this node has lately
 * looked up costs a look into a map on the IO thread; others are looked up on a virtual thread. Who
 * shows none where one is needed, or a wrong one, is counted by address.
 */
final class Identification {

  private final Callers callers;
  private final boolean required;
  private final RateGate gate;
  private final Reply reply;
  private final Offload offload;

  /** Goes on with a request; called on its IO thread. */
  @FunctionalInterface
  interface Handler {
    void handle(HttpServerExchange exchange, @Nullable Caller caller) throws Exception;
  }

  private Identification(
      Callers callers, boolean required, RateGate gate, Reply reply, Offload offload) {
    this.callers = callers;
    this.required = required;
    this.gate = gate;
    this.reply = reply;
    this.offload = offload;
  }

  static Identification of(NodeApi.Auth auth, RateGate gate, Reply reply, Offload offload) {
    var accounts = auth.accounts();
    return new Identification(
        accounts == null ? Callers.nobody() : accounts,
        auth.config().required(),
        gate,
        reply,
        offload);
  }

  /** Goes on when the client is known, or shows no token and need not. */
  void ask(HttpServerExchange exchange, Handler then) throws Exception {
    identify(exchange, required, then);
  }

  /** Goes on when the client is known. */
  void demand(HttpServerExchange exchange, BiConsumer<HttpServerExchange, Caller> then)
      throws Exception {
    identify(
        exchange,
        true,
        (known, caller) -> {
          if (caller != null) {
            then.accept(known, caller);
          }
        });
  }

  private void identify(HttpServerExchange exchange, boolean needed, Handler then)
      throws Exception {
    var shown = exchange.getRequestHeaders().getFirst(Headers.AUTHORIZATION);
    if (shown == null) {
      if (!needed) {
        then.handle(exchange, null);
      } else if (gate.admits(exchange, null, null)) {
        unauthorized(exchange, "Bearer", "Log in and send the token as 'Authorization: Bearer'.");
      }
      return;
    }
    var caller = callers.lately(shown);
    if (caller != null) {
      then.handle(exchange, caller);
    } else if (gate.admitsUnknownToken(exchange)) {
      offload.run(
          exchange, () -> callers.find(shown), (known, verdict) -> go(known, verdict, then));
    }
  }

  private void go(HttpServerExchange exchange, Verdict verdict, Handler then) {
    switch (verdict) {
      case Verdict.Known(var caller) -> {
        gate.noWrongToken(exchange);
        try {
          then.handle(exchange, caller);
        } catch (Exception e) {
          reply.failure(exchange, e);
        }
      }
      case Verdict.Unknown() -> {
        gate.wrongToken(exchange);
        unauthorized(
            exchange,
            "Bearer error=\"invalid_token\"",
            "The token is wrong, has expired or was revoked: log in again.");
      }
      case Verdict.Unavailable() -> {
        gate.noWrongToken(exchange);
        reply.problem(
            exchange,
            Problem.unavailable("sessions-unavailable", "Whose the token is cannot be told now."));
      }
    }
  }

  private void unauthorized(HttpServerExchange exchange, String challenge, String detail) {
    exchange.getResponseHeaders().put(Headers.WWW_AUTHENTICATE, challenge);
    reply.problem(exchange, Problem.of(StatusCodes.UNAUTHORIZED, "unauthorized", detail));
  }
}
