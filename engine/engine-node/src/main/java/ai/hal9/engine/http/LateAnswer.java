package ai.hal9.engine.http;

import io.undertow.server.AbstractServerConnection;
import io.undertow.server.Connectors;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.SameThreadExecutor;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A request whose answer may come from any thread at any time. It holds nothing, then either the
 * outcome, when that came before the IO thread was done with the call, or {@link Parked}, and then
 * whoever brings the outcome wakes the IO thread. Made on the exchange's IO thread.
 */
final class LateAnswer<T> extends AtomicReference<@Nullable Object> implements Consumer<T> {

  private static final long serialVersionUID = 1L;

  private final transient HttpServerExchange exchange;
  private final transient Reply reply;
  private final transient BiConsumer<HttpServerExchange, T> answer;
  private final transient IoLane lane;

  /**
   * Waits for an outcome.
   *
   * @param answer sends it, on the IO thread
   */
  LateAnswer(HttpServerExchange exchange, Reply reply, BiConsumer<HttpServerExchange, T> answer) {
    this.exchange = exchange;
    this.reply = reply;
    this.answer = answer;
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
    answer.accept(exchange, (T) held);
    return true;
  }

  private void park() {
    if (compareAndSet(null, Parked.PARKED)) {
      keepListening();
    } else {
      wake();
    }
  }

  /**
   * Takes back that Undertow stops reading from a connection while its request is answered. Most
   * clients send nothing until then, and to stop and start costs two system calls a request; the
   * first byte that does come stops it after all. The end of the exchange puts Undertow's own
   * listener back.
   */
  private void keepListening() {
    if (exchange.getConnection() instanceof AbstractServerConnection connection) {
      var source = connection.getOriginalSourceConduit();
      connection.getChannel().getSourceChannel().setReadListener(_ -> source.suspendReads());
      source.resumeReads();
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
