package ai.hal9.engine.http;

import ai.hal9.api.signal.SignalRequest;
import ai.hal9.engine.account.Caller;
import ai.hal9.engine.http.SignalDecoder.Decoded;
import ai.hal9.engine.signal.SignalCall;
import ai.hal9.engine.signal.SignalOutcome;
import ai.hal9.engine.signal.SignalService;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.HttpString;
import io.undertow.util.StatusCodes;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code POST /api/v1/signal}: decoded and, when the answer is at hand, sent on the IO thread. */
final class SignalHandler implements HttpHandler {

  private static final Logger LOG = LoggerFactory.getLogger(SignalHandler.class);
  private static final HttpString IDEMPOTENCY_KEY = new HttpString("Idempotency-Key");
  private static final int LONGEST_KEY = 255;

  private final SignalService signals;
  private final Identification identification;
  private final RateGate gate;
  private final KnownUsers users;
  private final RequestBody body;
  private final Reply reply;
  private final Offload offload;
  private final Identification.Handler identified = this::read;
  private final RequestBody.Consumer anonymous =
      (exchange, bytes, length) -> received(exchange, bytes, length, null);
  private final BiConsumer<HttpServerExchange, SignalOutcome> answer = this::answer;

  SignalHandler(
      SignalService signals,
      Identification identification,
      RateGate gate,
      KnownUsers users,
      RequestBody body,
      Reply reply,
      Offload offload) {
    this.signals = signals;
    this.identification = identification;
    this.gate = gate;
    this.users = users;
    this.body = body;
    this.reply = reply;
    this.offload = offload;
  }

  @Override
  public void handleRequest(HttpServerExchange exchange) throws Exception {
    identification.ask(exchange, identified);
  }

  /** A known user is counted before the body is read; it says under which name others are. */
  private void read(HttpServerExchange exchange, @Nullable Caller caller) {
    if (caller == null) {
      body.readAny(exchange, anonymous);
    } else if (gate.admits(exchange, caller, null)) {
      body.readAny(exchange, (reading, bytes, length) -> received(reading, bytes, length, caller));
    }
  }

  private void received(
      HttpServerExchange exchange, byte[] bytes, int length, @Nullable Caller caller) {
    var wire = Wire.of(exchange) == Wire.CBOR ? Wire.CBOR : Wire.JSON;
    switch (SignalDecoder.decode(wire, bytes, length)) {
      case Decoded.Signal(var request) when caller != null -> submitAs(exchange, request, caller);
      case Decoded.Signal(var request) -> {
        if (gate.admits(exchange, null, request.userId())) {
          submitUnknown(exchange, request);
        }
      }
      case Decoded.Wrong(var problem) -> {
        if (caller != null || gate.admits(exchange, null, null)) {
          reply.problem(exchange, problem);
        }
      }
    }
  }

  private void submitAs(HttpServerExchange exchange, SignalRequest request, Caller caller) {
    var named = request.userId();
    if (named == null) {
      submit(exchange, request.of(caller.user()));
    } else if (named.equals(caller.user())) {
      submit(exchange, request);
    } else {
      reply.problem(
          exchange,
          Problem.of(
              StatusCodes.FORBIDDEN,
              "not-your-user",
              "'user_id' is not the user of the token; leave it out."));
    }
  }

  private void submitUnknown(HttpServerExchange exchange, SignalRequest request) {
    var named = request.userId();
    if (named == null || !users.possible(named)) {
      submit(exchange, request);
      return;
    }
    offload.run(
        exchange,
        () -> objection(named),
        (answering, objection) ->
            objection.ifPresentOrElse(
                problem -> reply.problem(answering, problem), () -> submit(answering, request)));
  }

  private Optional<Problem> objection(String named) {
    try {
      return users.contains(named)
          ? Optional.of(
              Problem.of(
                  StatusCodes.FORBIDDEN,
                  "not-your-user",
                  "'user_id' is a user's: show a token of theirs, or call yourself something else."))
          : Optional.empty();
    } catch (RuntimeException e) {
      LOG.warn("Whether {} is a user could not be looked up: {}", named, e.toString());
      return Optional.of(
          Problem.unavailable(
              "store-unavailable", "It cannot be told whether 'user_id' is a user's; try again."));
    }
  }

  private void submit(HttpServerExchange exchange, SignalRequest request) {
    var key = exchange.getRequestHeaders().getFirst(IDEMPOTENCY_KEY);
    if (key != null && (key.isBlank() || key.length() > LONGEST_KEY)) {
      reply.problem(
          exchange,
          Problem.badField("Idempotency-Key", "must have 1 to " + LONGEST_KEY + " characters"));
      return;
    }
    var late = new LateAnswer<>(exchange, reply, answer);
    signals.submit(new SignalCall(request, key, exchange.getRequestStartTime(), late, late), late);
    late.awaited();
  }

  private void answer(HttpServerExchange exchange, SignalOutcome outcome) {
    switch (outcome) {
      case SignalOutcome.Answered(var answer) ->
          reply.send(exchange, Wire.wanted(exchange), answer);
      case SignalOutcome.Refused(var reason, var message, var retryAfter) ->
          reply.problem(
              exchange,
              new Problem(reason.status(), reason.wireName(), message, retryAfter, List.of()));
    }
  }
}
