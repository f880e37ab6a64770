package ai.hal9.sim.generator;

import io.undertow.Undertow;
import io.undertow.util.Headers;
import java.net.InetSocketAddress;
import java.net.URI;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/**
 * A server that answers with what it was sent; in this JVM or, to be stopped, in one of its own.
 */
@NullMarked
final class EchoTarget implements AutoCloseable {

  private final Undertow server;
  private final String host;
  private final boolean secure;

  private EchoTarget(int ioThreads, String host, @Nullable SSLContext identity) {
    this.host = host;
    secure = identity != null;
    var builder = Undertow.builder();
    server =
        (identity == null
                ? builder.addHttpListener(0, host)
                : builder.addHttpsListener(0, host, identity))
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
    return new EchoTarget(1, "127.0.0.1", null);
  }

  /** One that speaks TLS. */
  static EchoTarget start(String host, SSLContext identity) {
    return new EchoTarget(1, host, identity);
  }

  URI uri() {
    var address = (InetSocketAddress) server.getListenerInfo().getFirst().getAddress();
    return URI.create((secure ? "https" : "http") + "://" + host + ":" + address.getPort());
  }

  @Override
  public void close() {
    server.stop();
  }

  /** Serves until standard input ends, which it does when the parent dies. */
  public static void main(String[] arguments) throws java.io.IOException {
    try (var target =
        new EchoTarget(
            arguments.length > 0 ? Integer.parseInt(arguments[0]) : 1, "127.0.0.1", null)) {
      System.out.println(target.uri());
      System.out.flush();
      while (System.in.read() >= 0) {
        Thread.onSpinWait();
      }
    }
  }
}
