package ai.hal9.sim.balance;

import io.undertow.Handlers;
import io.undertow.Undertow;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.handlers.BlockingHandler;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import io.undertow.websockets.core.AbstractReceiveListener;
import io.undertow.websockets.core.BufferedTextMessage;
import io.undertow.websockets.core.WebSocketChannel;
import io.undertow.websockets.core.WebSockets;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A small real server behind the balancer under test; it can be told to misbehave. */
final class Backend implements AutoCloseable {

  /** Before how many bytes to answer. */
  static final String BYTES = "/bytes/";

  private final String name;
  private final int port;
  private final List<String> served = new CopyOnWriteArrayList<>();
  private final CountDownLatch released = new CountDownLatch(1);
  private final CountDownLatch checked = new CountDownLatch(1);
  private volatile boolean ready = true;
  private volatile boolean breaking;
  private volatile String problem = "";
  private Undertow server;

  Backend(String name) {
    this.name = name;
    this.port = freePort();
    this.server = start();
  }

  private Undertow start() {
    var handler =
        Handlers.path(new BlockingHandler(this::serve))
            .addExactPath("/health/ready", this::health)
            .addExactPath(
                "/ws",
                Handlers.websocket(
                    (exchange, channel) -> {
                      channel.getReceiveSetter().set(new Echo());
                      channel.resumeReceives();
                    }));
    var started =
        Undertow.builder()
            .addHttpListener(port, "127.0.0.1", handler)
            .setIoThreads(1)
            .setWorkerThreads(8)
            .build();
    started.start();
    return started;
  }

  private void health(HttpServerExchange exchange) {
    checked.countDown();
    exchange.setStatusCode(ready ? 200 : 503).endExchange();
  }

  private void serve(HttpServerExchange exchange) throws Exception {
    exchange.getRequestReceiver().receiveFullBytes(this::answer);
  }

  private void answer(HttpServerExchange exchange, byte[] body) {
    served.add(exchange.getRequestMethod() + " " + exchange.getRequestPath());
    if (breaking) {
      closeQuietly(exchange);
      return;
    }
    if (exchange.getRequestPath().equals("/wait")) {
      await(released);
    }
    var headers = exchange.getRequestHeaders();
    exchange.getResponseHeaders().put(new HttpString("X-Backend"), name);
    exchange.getResponseHeaders().put(new HttpString("X-Body-Length"), body.length);
    for (var seen : List.of("X-Forwarded-For", "X-Forwarded-Proto", "X-Forwarded-Host", "X-Hop")) {
      var value = headers.getFirst(seen);
      if (value != null) {
        exchange.getResponseHeaders().put(new HttpString("Seen-" + seen), value);
      }
    }
    if (exchange.getRequestPath().equals("/chunked")) {
      exchange.getResponseHeaders().put(Headers.TRANSFER_ENCODING, "chunked");
    }
    if (!problem.isEmpty()) {
      exchange.setStatusCode(503);
      exchange.getResponseHeaders().put(Headers.CONTENT_TYPE, "application/problem+json");
      exchange.getResponseSender().send(problem);
      return;
    }
    var path = exchange.getRequestPath();
    var sized =
        path.startsWith(BYTES) ? new byte[Integer.parseInt(path.substring(BYTES.length()))] : body;
    exchange.getResponseSender().send(ByteBuffer.wrap(sized));
  }

  private static void closeQuietly(HttpServerExchange exchange) {
    try {
      exchange.getConnection().close();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      if (!latch.await(20, TimeUnit.SECONDS)) {
        throw new IllegalStateException("never released");
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  UpstreamAddress address(int weight) {
    return new UpstreamAddress(name, URI.create("http://127.0.0.1:" + port), weight);
  }

  List<String> served() {
    return served;
  }

  /** Waits until a balancer has asked for its health. */
  void awaitCheck() {
    await(checked);
  }

  void ready(boolean now) {
    ready = now;
  }

  /** From now on every request is read and its connection closed without an answer. */
  void breaking(boolean now) {
    breaking = now;
  }

  /** From now on every request is answered with 503 and this problem; empty: no longer. */
  void refusing(String json) {
    problem = json;
  }

  /** Lets requests to {@code /wait} be answered. */
  void release() {
    released.countDown();
  }

  void die() {
    server.stop();
  }

  void revive() {
    server = start();
  }

  @Override
  public void close() {
    release();
    server.stop();
  }

  static int freePort() {
    try (var socket = new ServerSocket()) {
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static final class Echo extends AbstractReceiveListener {
    @Override
    protected void onFullTextMessage(WebSocketChannel channel, BufferedTextMessage message) {
      WebSockets.sendText("echo " + message.getData(), channel, null);
    }
  }
}
