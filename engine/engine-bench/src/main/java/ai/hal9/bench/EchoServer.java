package ai.hal9.bench;

import io.undertow.Undertow;
import io.undertow.UndertowOptions;
import io.undertow.server.DefaultByteBufferPool;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import java.nio.ByteBuffer;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.ObjectWriter;

/**
 * The bare server a node's requests/s are measured against: {@code EchoServer PORT ANSWER_BYTES
 * [IO_THREADS]}, on the loopback address.
 *
 * <p>Every request, whatever its path, is handled on Undertow's IO thread: the body is received
 * whole, decoded by Jackson into {@link Signal}, and answered with {@code {"data":{"content": the
 * decoded content, "rest": padding}}}, written by Jackson too, so that an answer has ANSWER_BYTES
 * bytes as a node's has. A request without a body gets an empty 200, which makes the server an
 * upstream that is always ready. There is no route, authentication, limit, metric, cache or store.
 */
public final class EchoServer {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final ObjectReader READER = JSON.readerFor(Signal.class);
  private static final ObjectWriter WRITER = JSON.writerFor(Answer.class);
  private static final int BUFFER_BYTES = 16 * 1_024 - 20;
  private static final int POOLED_BUFFERS = 1_024;

  private final int answerBytes;
  private final int bare;

  private EchoServer(int answerBytes) {
    this.answerBytes = answerBytes;
    this.bare = WRITER.writeValueAsBytes(new Answer(new Content("", ""))).length;
  }

  /** A posted signal; what else a node takes stays unread. */
  record Signal(String content, String layer, String user_id) {}

  /** What a node wraps its answer in. */
  record Answer(Content data) {}

  /** The content and as much more as a node says. */
  record Content(String content, String rest) {}

  public static void main(String[] arguments) {
    var port = Integer.parseInt(arguments[0]);
    var echo = new EchoServer(Integer.parseInt(arguments[1]));
    Undertow.builder()
        .addHttpListener(port, "127.0.0.1", echo::handle)
        .setIoThreads(arguments.length > 2 ? Integer.parseInt(arguments[2]) : 2)
        .setByteBufferPool(new DefaultByteBufferPool(true, BUFFER_BYTES, POOLED_BUFFERS, 0))
        .setServerOption(UndertowOptions.ALWAYS_SET_KEEP_ALIVE, false)
        .build()
        .start();
  }

  private void handle(HttpServerExchange exchange) {
    if (exchange.isRequestComplete()) {
      exchange.endExchange();
    } else {
      exchange.getRequestReceiver().receiveFullBytes(this::answer);
    }
  }

  private void answer(HttpServerExchange exchange, byte[] body) {
    Signal signal = READER.readValue(body);
    var padding = Math.max(0, answerBytes - bare - signal.content().length());
    var answer = new Answer(new Content(signal.content(), "x".repeat(padding)));
    exchange.getResponseHeaders().put(Headers.CONTENT_TYPE, "application/json");
    exchange.getResponseSender().send(ByteBuffer.wrap(WRITER.writeValueAsBytes(answer)));
  }
}
