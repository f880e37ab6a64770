package ai.hal9.sim.generator;

import io.undertow.Undertow;
import io.undertow.util.Headers;
import java.net.InetSocketAddress;
import java.net.URI;
import org.jspecify.annotations.NullMarked;

/**
 * A server that answers with what it was sent; in this JVM or, to be stopped, in one of its own.
 */
@NullMarked
final class EchoTarget implements AutoCloseable {

  private final Undertow server;

  private EchoTarget(int ioThreads) {
    server =
        Undertow.builder()
            .addHttpListener(0, "127.0.0.1")
            .setIoThreads(ioThreads)
            .setWorkerThreads(1)
            .setHandler(
                exchange ->
                    exchange
                        .getRequestReceiver()
                        .receiveFullBytes(
                            (answer, body) -> {
                              answer
                                  .getResponseHeaders()
                                  .put(Headers.CONTENT_TYPE, "application/json");
                              answer.getResponseSender().send(java.nio.ByteBuffer.wrap(body));
                            }))
            .build();
    server.start();
  }

  static EchoTarget start() {
    return new EchoTarget(1);
  }

  URI uri() {
    var address = (InetSocketAddress) server.getListenerInfo().getFirst().getAddress();
    return URI.create("http://127.0.0.1:" + address.getPort());
  }

  @Override
  public void close() {
    server.stop();
  }

  /** Serves until standard input ends, which it does when the parent dies. */
  public static void main(String[] arguments) throws java.io.IOException {
    try (var target = new EchoTarget(arguments.length > 0 ? Integer.parseInt(arguments[0]) : 1)) {
      System.out.println(target.uri());
      System.out.flush();
      while (System.in.read() >= 0) {
        Thread.onSpinWait();
      }
    }
  }
}
