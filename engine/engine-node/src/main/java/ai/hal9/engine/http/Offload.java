package ai.hal9.engine.http;

import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BiConsumer;
import java.util.function.Supplier;

/** Does what may block on a virtual thread and answers on the exchange's IO thread. */
final class Offload implements AutoCloseable {

  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Reply reply;

  Offload(Reply reply) {
    this.reply = reply;
  }

  /** Works, then answers with what came of it; a failure becomes a 500. */
  <T> void run(
      HttpServerExchange exchange, Supplier<T> work, BiConsumer<HttpServerExchange, T> answer) {
    exchange.dispatch(
        threads,
        (HttpHandler)
            working -> {
              HttpHandler then;
              try (var _ = TraceParent.logging(working)) {
                var result = work.get();
                then = answering -> answer.accept(answering, result);
              } catch (RuntimeException e) {
                then = answering -> reply.failure(answering, e);
              }
              working.dispatch(working.getIoThread(), then);
            });
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
