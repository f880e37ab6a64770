package ai.hal9.sim.driver;

import io.undertow.Undertow;
import io.undertow.server.HttpServerExchange;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** A cluster without nodes that counts the signals it is sent. */
public final class CountingTarget implements AutoCloseable {

  private final AtomicLong signals = new AtomicLong();
  private final Undertow server;
  private final URI url;

  public CountingTarget() {
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
          exchange
              .getResponseSender()
              .send("{\"data\":{\"version\":7,\"values\":{\"performance.caching\":\"on\"}}}");
      case "/api/v1/signal" ->
          exchange
              .getRequestReceiver()
              .receiveFullBytes(
                  (answer, _) -> {
                    signals.incrementAndGet();
                    answer.getResponseSender().send("{}");
                  });
      default -> exchange.setStatusCode(404).endExchange();
    }
  }

  /** How many it was sent. */
  public long signals() {
    return signals.get();
  }

  /** Signals a second, over half a second. */
  public double rate() throws InterruptedException {
    var before = signals.get();
    var begin = System.nanoTime();
    TimeUnit.MILLISECONDS.sleep(500);
    return (signals.get() - before) * 1e9 / (System.nanoTime() - begin);
  }

  public URI url() {
    return url;
  }

  @Override
  public void close() {
    server.stop();
  }
}
