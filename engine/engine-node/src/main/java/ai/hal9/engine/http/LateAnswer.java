package ai.hal9.engine.http;

import ai.hal9.engine.signal.Presence;
import ai.hal9.engine.trace.RequestSpans;
import ai.hal9.engine.trace.TraceContext;
import ai.hal9.engine.trace.Traced;
import io.undertow.server.Connectors;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.protocol.http.HttpServerConnection;
import io.undertow.util.SameThreadExecutor;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.xnio.conduits.StreamSourceConduit;

/**
 * A request whose answer may come from any thread at any time. It holds nothing, then either the
 * outcome, when that came before the IO thread was done with the call, or {@link Parked}, and then
 * whoever brings the outcome wakes the IO thread. Made on the exchange's IO thread.
 */
final class LateAnswer<T> extends AtomicReference<@Nullable Object>
    implements Consumer<T>, Presence, Traced {

  private static final long serialVersionUID = 1L;

  private final transient HttpServerExchange exchange;
  private final transient Reply reply;
  private final transient BiConsumer<HttpServerExchange, T> answer;
  private final transient IoLane lane;
  private transient @Nullable Runnable whenGone;
  private boolean gone;
  private final transient @Nullable RequestSpans spans;
  private transient volatile @Nullable TraceContext trace;

  /**
   * Waits for an outcome.
   *
   * @param answer sends it, on the IO thread
   */
  LateAnswer(HttpServerExchange exchange, Reply reply, BiConsumer<HttpServerExchange, T> answer) {
    this.exchange = exchange;
    this.reply = reply;
    this.answer = answer;
    this.spans = exchange.getAttachment(TraceParent.SPANS);
    this.lane = IoLane.of(exchange.getIoThread());
  }

  @Override
  public void accept(T outcome) {
    if (getAndSet(outcome) instanceof Parked) {
      lane.execute(this::wake);
    }
  }

  /** The IO thread is done with the call: answers when the outcome is there, else lets it come. */
  void awaited() {
    if (!answeredAtOnce()) {
      exchange.dispatch(SameThreadExecutor.INSTANCE, this::park);
    }
  }

  @SuppressWarnings("unchecked") // what is held is Parked or was accepted
  private boolean answeredAtOnce() {
    var held = get();
    if (held == null || held instanceof Parked) {
      return false;
    }
    var told = trace;
    if (told != null) {
      TraceParent.tell(exchange, told);
    }
    answer.accept(exchange, (T) held);
    return true;
  }

  @Override
  public @Nullable TraceContext known() {
    var known = trace;
    if (known != null) {
      return known;
    }
    return spans == null ? TraceParent.given(exchange) : spans.context();
  }

  @Override
  public @Nullable RequestSpans spans() {
    return spans;
  }

  @Override
  public synchronized TraceContext trace() {
    var known = known();
    if (known == null) {
      known = TraceContext.made();
    }
    trace = known;
    return known;
  }

  private void park() {
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
   * the stream means that the client has gone. The end of the exchange puts Undertow's own listener
   * back. Over HTTP/2 Undertow tells nobody of a stream that is reset: only of a connection that
   * ends.
   */
  private void keepListening() {
    if (exchange.getConnection() instanceof HttpServerConnection connection) {
      var source = connection.getOriginalSourceConduit();
      connection.getChannel().getSourceChannel().setReadListener(_ -> heard(connection, source));
      source.resumeReads();
    } else {
      ConnectionEnd.then(exchange, this::left);
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

  /** The mark of a request whose IO thread has gone on to others. */
  private enum Parked {
    PARKED
  }
}
