package ai.hal9.console.shell;

import io.undertow.Undertow;
import io.undertow.server.HttpServerExchange;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** A cluster without nodes that counts the signals it is sent. */
final class CountingCluster implements AutoCloseable {

  private final AtomicLong signals = new AtomicLong();
  private final Undertow server;
  private final URI url;

  CountingCluster() {
    server =
        Undertow.builder()
            .addHttpListener(0, "127.0.0.1")
            .setIoThreads(1)
            .setWorkerThreads(1)
            .setHandler(this::answer)
            .build();
    server.start();
    var address = (InetSocketAddress) server.getListenerInfo().getFirst().getAddress();
    url = URI.create("http://127.0.0.1:" + address.getPort());
  }

  private void answer(HttpServerExchange exchange) {
    switch (exchange.getRequestPath()) {
      case "/api/v1/cluster" -> exchange.getResponseSender().send("{\"data\":[]}");
      case "/api/v1/tuning" ->
          exchange.getResponseSender().send("{\"data\":{\"version\":1,\"values\":{}}}");
      default ->
          exchange
              .getRequestReceiver()
              .receiveFullBytes(
                  (answer, _) -> {
                    signals.incrementAndGet();
                    answer.getResponseSender().send("{}");
                  });
    }
  }

  long signals() {
    return signals.get();
  }

  /** Signals a second over half a second. */
  double rate() throws InterruptedException {
    var before = signals.get();
    var begin = System.nanoTime();
    TimeUnit.MILLISECONDS.sleep(500);
    return (signals.get() - before) * 1e9 / (System.nanoTime() - begin);
  }

  URI url() {
    return url;
  }

  @Override
  public void close() {
    server.stop();
  }
}
