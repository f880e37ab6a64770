package ai.hal9.engine.http;

import ai.hal9.api.signal.SignalRequest;
import ai.hal9.engine.http.SignalDecoder.Decoded;
import ai.hal9.engine.signal.SignalCall;
import ai.hal9.engine.signal.SignalOutcome;
import ai.hal9.engine.signal.SignalService;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.HttpString;
import java.util.List;
import java.util.function.BiConsumer;

/** {@code POST /api/v1/signal}: decoded and, when the answer is at hand, sent on the IO thread. */
final class SignalHandler implements HttpHandler {

  private static final HttpString IDEMPOTENCY_KEY = new HttpString("Idempotency-Key");
  private static final int LONGEST_KEY = 255;

  private final SignalService signals;
  private final RequestBody body;
  private final Reply reply;
  private final RequestBody.Consumer received = this::received;
  private final BiConsumer<HttpServerExchange, SignalOutcome> answer = this::answer;

  SignalHandler(SignalService signals, RequestBody body, Reply reply) {
    this.signals = signals;
    this.body = body;
    this.reply = reply;
  }

  @Override
  public void handleRequest(HttpServerExchange exchange) {
    body.read(exchange, received);
  }

  private void received(HttpServerExchange exchange, byte[] bytes, int length) {
    switch (SignalDecoder.decode(bytes, length)) {
      case Decoded.Signal(var request) -> submit(exchange, request);
      case Decoded.Wrong(var problem) -> reply.problem(exchange, problem);
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
    signals.submit(new SignalCall(request, key, exchange.getRequestStartTime()), late);
    late.awaited();
  }

  private void answer(HttpServerExchange exchange, SignalOutcome outcome) {
    switch (outcome) {
      case SignalOutcome.Answered(var answer) ->
          reply.send(exchange, Reply.JSON, AnswerWriter.write(answer));
      case SignalOutcome.Refused(var reason, var message, var retryAfter) ->
          reply.problem(
              exchange,
              new Problem(reason.status(), reason.wireName(), message, retryAfter, List.of()));
    }
  }
}
