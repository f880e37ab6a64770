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
 * the timeout, within a budget of memory for all of them, and unless they come in crumbs.
 */
final class RequestBody {

  /** Takes a body; the bytes are valid during the call only. */
  @FunctionalInterface
  interface Consumer {
    void accept(HttpServerExchange exchange, byte[] bytes, int length);
  }

  /**
   * A read costs as much for one byte as for thousands: these many are not asked what they bring.
   */
  private static final int FREE_READS = 1_024;

  private static final int LEAST_BYTES_A_READ = 64;

  /** What an arrival counts for that has no byte of the body: it may have filled a buffer. */
  private static final int READS_FOR_NOTHING = 16;

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
    var reads = 0;
    try {
      int count;
      do {
        count = channel.read(buffer);
        reads++;
      } while (count > 0 && buffer.hasRemaining() && !inCrumbs(reads, buffer.position()));
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
    var collecting = new Collecting(exchange, channel, consumer, reads);
    if (inCrumbs(reads, buffer.position())) {
      crumbled(exchange);
    } else if (collecting.take(buffer)) {
      exchange.dispatch(SameThreadExecutor.INSTANCE, collecting::start);
    } else {
      overloaded(exchange);
    }
  }

  /** Nothing is ever unpacked, so that no small body becomes a large one (RFC 9110, 15.5.16). */
  private void compressed(HttpServerExchange exchange) {
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
    reply.problem(exchange, Problem.tooLarge(limit));
  }

  private void overloaded(HttpServerExchange exchange) {
    reply.problem(
        exchange, Problem.unavailable("overloaded", "Too many large bodies arrive at once."));
  }

  private static boolean inCrumbs(int reads, int length) {
    return reads > FREE_READS + length / LEAST_BYTES_A_READ;
  }

  private void crumbled(HttpServerExchange exchange) {
    exchange.setPersistent(false);
    reply.problem(exchange, Problem.badRequest("The body comes in too many small pieces."));
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
    private int reads;
    private long reserved;
    private boolean over;
    private XnioExecutor.@Nullable Key timer;

    Collecting(
        HttpServerExchange exchange, StreamSourceChannel channel, Consumer consumer, int reads) {
      this.exchange = exchange;
      this.channel = channel;
      this.consumer = consumer;
      this.reads = reads;
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
        for (var first = true; !over; first = false) {
          buffer.clear();
          var count = channel.read(buffer);
          reads += first && count == 0 ? READS_FOR_NOTHING : 1;
          if (count < 0) {
            finish(() -> consumer.accept(exchange, bytes, length));
          } else if (inCrumbs(reads, length)) {
            finish(() -> crumbled(exchange));
          } else if (count == 0) {
            return;
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
