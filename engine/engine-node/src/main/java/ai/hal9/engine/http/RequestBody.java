package ai.hal9.engine.http;

import io.undertow.server.Connectors;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import io.undertow.util.SameThreadExecutor;
import io.undertow.util.StatusCodes;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.xnio.IoUtils;
import org.xnio.XnioExecutor;
import org.xnio.channels.StreamSourceChannel;

/**
 * Reads whole request bodies without blocking. A body that has arrived with its header, as nearly
 * all do, is handed over straight from the IO thread's buffer; others are collected, for at most
 * the timeout and within a budget of memory for all of them.
 */
final class RequestBody {

  /** Takes a body; the bytes are valid during the call only. */
  @FunctionalInterface
  interface Consumer {
    void accept(HttpServerExchange exchange, byte[] bytes, int length);
  }

  private static final long BUDGET = Runtime.getRuntime().maxMemory() / 8;

  private final int limit;
  private final Duration timeout;
  private final Reply reply;
  private final AtomicLong held = new AtomicLong();

  RequestBody(long limit, Duration timeout, Reply reply) {
    this.limit = Math.toIntExact(limit);
    this.timeout = timeout;
    this.reply = reply;
  }

  /** Reads a JSON body and hands it over on the IO thread, or answers with a problem. */
  void read(HttpServerExchange exchange, Consumer consumer) {
    if (Wire.of(exchange) == Wire.JSON) {
      readAny(exchange, consumer);
    } else {
      unsupported(exchange, Wire.JSON.mediaType());
    }
  }

  /** Reads a body in any {@link Wire} format. */
  void readAny(HttpServerExchange exchange, Consumer consumer) {
    if (Wire.of(exchange) == null) {
      unsupported(exchange, Wire.JSON.mediaType() + ", " + Wire.CBOR.mediaType());
      return;
    }
    if (exchange.getRequestContentLength() > limit) {
      tooLarge(exchange);
      return;
    }
    var encoding = exchange.getRequestHeaders().getFirst(Headers.CONTENT_ENCODING);
    if (encoding != null && !encoding.equalsIgnoreCase("identity")) {
      compressed(exchange);
      return;
    }
    var bytes = IoLane.of(exchange.getIoThread()).readBytes();
    var buffer = ByteBuffer.wrap(bytes);
    var channel = exchange.getRequestChannel();
    if (channel == null) {
      consumer.accept(exchange, bytes, 0);
      return;
    }
    try {
      int count;
      do {
        count = channel.read(buffer);
      } while (count > 0 && buffer.hasRemaining());
      if (count < 0) {
        if (buffer.position() > limit) {
          tooLarge(exchange);
        } else {
          consumer.accept(exchange, bytes, buffer.position());
        }
        return;
      }
    } catch (IOException e) {
      abandon(exchange);
      return;
    }
    var collecting = new Collecting(exchange, channel, consumer);
    if (collecting.take(buffer)) {
      exchange.dispatch(SameThreadExecutor.INSTANCE, collecting::start);
    } else {
      overloaded(exchange);
    }
  }

  /** Nothing is ever unpacked, so that no small body becomes a large one (RFC 9110, 15.5.16). */
  private void compressed(HttpServerExchange exchange) {
    exchange.setPersistent(false);
    exchange.getResponseHeaders().put(Headers.ACCEPT_ENCODING, "identity");
    reply.problem(
        exchange,
        Problem.of(
            StatusCodes.UNSUPPORTED_MEDIA_TYPE,
            "compressed-body",
            "Send the body without Content-Encoding."));
  }

  /**
   * A page of another site can make a browser post a form or plain text, not JSON: what it cannot
   * say it cannot do.
   */
  private void unsupported(HttpServerExchange exchange, String types) {
    exchange.getResponseHeaders().put(Headers.ACCEPT, types);
    reply.problem(
        exchange,
        Problem.of(
            StatusCodes.UNSUPPORTED_MEDIA_TYPE,
            "wrong-type",
            "Send the body with 'Content-Type: " + Wire.JSON.mediaType() + "'."));
  }

  private void tooLarge(HttpServerExchange exchange) {
    exchange.setPersistent(false);
    reply.problem(exchange, Problem.tooLarge(limit));
  }

  private void overloaded(HttpServerExchange exchange) {
    exchange.setPersistent(false);
    reply.problem(
        exchange, Problem.unavailable("overloaded", "Too many large bodies arrive at once."));
  }

  /** The client went away in the middle: nobody is left to answer. */
  private static void abandon(HttpServerExchange exchange) {
    IoUtils.safeClose(exchange.getConnection());
    exchange.endExchange();
  }

  /** A body that comes in pieces. All on the IO thread. */
  private final class Collecting {

    private final HttpServerExchange exchange;
    private final StreamSourceChannel channel;
    private final Consumer consumer;
    private byte[] bytes = {};
    private int length;
    private long reserved;
    private boolean over;
    private XnioExecutor.@Nullable Key timer;

    Collecting(HttpServerExchange exchange, StreamSourceChannel channel, Consumer consumer) {
      this.exchange = exchange;
      this.channel = channel;
      this.consumer = consumer;
    }

    void start() {
      timer =
          exchange
              .getIoThread()
              .executeAfter(this::tooSlow, timeout.toMillis(), TimeUnit.MILLISECONDS);
      channel.getReadSetter().set(source -> readMore());
      readMore();
      if (!over) {
        channel.resumeReads();
      }
    }

    private void readMore() {
      var buffer = ByteBuffer.wrap(IoLane.of(exchange.getIoThread()).readBytes());
      try {
        while (!over) {
          buffer.clear();
          var count = channel.read(buffer);
          if (count == 0) {
            return;
          }
          if (count < 0) {
            finish(() -> consumer.accept(exchange, bytes, length));
          } else if (!take(buffer)) {
            finish(() -> overloaded(exchange));
          } else if (length > limit) {
            finish(() -> tooLarge(exchange));
          }
        }
      } catch (IOException e) {
        finish(() -> abandon(exchange));
      }
    }

    /** Copies what was read; false when the budget is spent. */
    boolean take(ByteBuffer buffer) {
      buffer.flip();
      var needed = length + buffer.remaining();
      if (needed > bytes.length) {
        var capacity = Math.max(needed, Math.min(2 * needed, limit + 1));
        var more = capacity - bytes.length;
        if (held.addAndGet(more) > BUDGET) {
          held.addAndGet(-more);
          return false;
        }
        reserved += more;
        bytes = Arrays.copyOf(bytes, capacity);
      }
      buffer.get(bytes, length, buffer.remaining());
      length = needed;
      return true;
    }

    private void tooSlow() {
      if (!over) {
        finish(
            () -> {
              exchange.setPersistent(false);
              reply.problem(
                  exchange,
                  Problem.of(
                      StatusCodes.REQUEST_TIME_OUT,
                      "too-slow",
                      "The body did not arrive within " + timeout.toMillis() + " ms."));
            });
      }
    }

    private void finish(Runnable answer) {
      over = true;
      if (timer != null) {
        timer.remove();
      }
      channel.getReadSetter().set(null);
      channel.suspendReads();
      Connectors.executeRootHandler(
          same -> {
            try {
              answer.run();
            } catch (RuntimeException e) {
              reply.failure(exchange, e);
            } finally {
              held.addAndGet(-reserved);
            }
          },
          exchange);
    }
  }
}
