package ai.hal9.engine.http;

import ai.hal9.api.signal.SignalRequest;
import ai.hal9.engine.account.Caller;
import ai.hal9.engine.http.SignalDecoder.Decoded;
import ai.hal9.engine.signal.Presence;
import ai.hal9.engine.signal.SignalCall;
import ai.hal9.engine.signal.SignalOutcome;
import ai.hal9.engine.signal.SignalService;
import io.undertow.server.Connectors;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.protocol.http.HttpServerConnection;
import io.undertow.util.HttpString;
import io.undertow.util.SameThreadExecutor;
import io.undertow.util.StatusCodes;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.xnio.conduits.StreamSourceConduit;

/** {@code POST /api/v1/signal}: decoded and, when the answer is at hand, sent on the IO thread. */
final class SignalHandler implements HttpHandler {

  private static final HttpString IDEMPOTENCY_KEY = new HttpString("Idempotency-Key");
  private static final int LONGEST_KEY = 255;

  private final SignalService signals;
  private final Identification identification;
  private final RateGate gate;
  private final RequestBody body;
  private final Reply reply;
  private final Identification.Handler identified = this::read;
  private final RequestBody.Consumer anonymous =
      (exchange, bytes, length) -> received(exchange, bytes, length, null);

  SignalHandler(
      SignalService signals,
      Identification identification,
      RateGate gate,
      RequestBody body,
      Reply reply) {
    this.signals = signals;
    this.identification = identification;
    this.gate = gate;
    this.body = body;
    this.reply = reply;
  }

  @Override
  public void handleRequest(HttpServerExchange exchange) throws Exception {
    identification.ask(exchange, identified);
  }

  private void read(HttpServerExchange exchange, @Nullable Caller caller) {
    body.read(
        exchange,
        caller == null
            ? anonymous
            : (reading, bytes, length) -> received(reading, bytes, length, caller));
  }

  private void received(
      HttpServerExchange exchange, byte[] bytes, int length, @Nullable Caller caller) {
    switch (SignalDecoder.decode(Wire.of(exchange), bytes, length)) {
      case Decoded.Signal(var request) when caller == null -> submit(exchange, request);
      case Decoded.Signal(var request) -> submitAs(exchange, request, caller);
      case Decoded.Wrong(var problem) -> reply.problem(exchange, problem);
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

  private void submit(HttpServerExchange exchange, SignalRequest request) {
    if (!gate.admits(exchange, request)) {
      return;
    }
    var key = exchange.getRequestHeaders().getFirst(IDEMPOTENCY_KEY);
    if (key != null && (key.isBlank() || key.length() > LONGEST_KEY)) {
      reply.problem(
          exchange,
          Problem.badField("Idempotency-Key", "must have 1 to " + LONGEST_KEY + " characters"));
      return;
    }
    var waiting = new Waiting(exchange, IoLane.of(exchange.getIoThread()));
    signals.submit(new SignalCall(request, key, exchange.getRequestStartTime(), waiting), waiting);
    if (!waiting.answeredAtOnce()) {
      exchange.dispatch(SameThreadExecutor.INSTANCE, waiting::park);
    }
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

  /**
   * A request whose answer may come from any thread at any time. It holds nothing, then either the
   * outcome, when that came before the IO thread was done with the call, or {@link Parked}, and
   * then whoever brings the outcome wakes the IO thread.
   */
  private final class Waiting extends AtomicReference<@Nullable Object>
      implements Consumer<SignalOutcome>, Presence {

    private static final long serialVersionUID = 1L;

    private final transient HttpServerExchange exchange;
    private final transient IoLane lane;
    private transient @Nullable Runnable whenGone;
    private boolean gone;

    Waiting(HttpServerExchange exchange, IoLane lane) {
      this.exchange = exchange;
      this.lane = lane;
    }

    @Override
    public void accept(SignalOutcome outcome) {
      if (getAndSet(outcome) instanceof Parked) {
        lane.execute(this::wake);
      }
    }

    boolean answeredAtOnce() {
      if (get() instanceof SignalOutcome outcome) {
        answer(exchange, outcome);
        return true;
      }
      return false;
    }

    void park() {
      if (compareAndSet(null, Parked.PARKED)) {
        keepListening();
      } else {
        wake();
      }
    }

    @Override
    public void whenGone(Runnable action) {
      synchronized (this) {
        whenGone = action;
        if (!gone) {
          return;
        }
      }
      action.run();
    }

    /**
     * Takes back that Undertow stops reading from a connection while its request is answered. Most
     * clients send nothing until then, and to stop and start costs two system calls a request; the
     * first byte that does come stops it after all and is kept for the next request, and the end of
     * the stream means that the client has gone. The end of the exchange puts Undertow's own
     * listener back.
     */
    private void keepListening() {
      if (exchange.getConnection() instanceof HttpServerConnection connection) {
        var source = connection.getOriginalSourceConduit();
        connection.getChannel().getSourceChannel().setReadListener(_ -> heard(connection, source));
        source.resumeReads();
      }
    }

    private void heard(HttpServerConnection connection, StreamSourceConduit source) {
      source.suspendReads();
      if (connection.getExtraBytes() != null) {
        return;
      }
      var bytes = connection.getByteBufferPool().allocate();
      var count = 0;
      try {
        count = source.read(bytes.getBuffer());
      } catch (IOException e) {
        count = -1;
      }
      if (count > 0) {
        bytes.getBuffer().flip();
        connection.ungetRequestBytes(bytes);
        return;
      }
      bytes.close();
      if (count == 0) {
        source.resumeReads();
      } else {
        left();
      }
    }

    private void left() {
      Runnable action;
      synchronized (this) {
        gone = true;
        action = whenGone;
      }
      if (action != null) {
        action.run();
      }
    }

    private void wake() {
      Connectors.executeRootHandler(
          same -> {
            try {
              answeredAtOnce();
            } catch (RuntimeException e) {
              reply.failure(exchange, e);
            }
          },
          exchange);
    }
  }

  /** The mark of a request whose IO thread has gone on to others. */
  private enum Parked {
    PARKED
  }
}
