package ai.hal9.engine.http;

import ai.hal9.api.signal.SignalAnswer;
import ai.hal9.engine.trace.LogRate;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import io.undertow.util.StatusCodes;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import org.xnio.IoUtils;
import tools.jackson.databind.json.JsonMapper;

/**
 * Sends answers. Called on the exchange's IO thread. A client that does not take its answer, or
 * goes on sending what nobody reads, is cut off after the stall timeout; one that has much more to
 * send, or nobody knows how much, is heard no further than its answer.
 */
final class Reply {

  private static final Logger LOG = LoggerFactory.getLogger(Reply.class);
  static final String JSON = "application/json";
  private static final String PROBLEM_JSON = "application/problem+json";
  private static final HttpString RETRY_AFTER = new HttpString("Retry-After");
  private static final JsonMapper MAPPER = new JsonMapper();

  /** So much that is not wanted is read, for its sender to hear why instead of being reset. */
  private static final long READ_ON_BYTES = 1 << 20;

  private static final int LINES_PER_SECOND = 10;

  private final LogRate refusals = new LogRate(LINES_PER_SECOND, System::nanoTime);
  private final Duration stallTimeout;

  Reply(Duration stallTimeout) {
    this.stallTimeout = stallTimeout;
  }

  /** Sends bytes as they are. */
  void send(HttpServerExchange exchange, String contentType, ByteBuffer body) {
    if (!exchange.isRequestComplete() && !isNearlyRead(exchange.getRequestContentLength())) {
      exchange.setPersistent(false);
    }
    exchange.getResponseHeaders().put(Headers.CONTENT_TYPE, contentType);
    exchange.getResponseSender().send(body);
    if (!exchange.isComplete()) {
      exchange
          .getIoThread()
          .executeAfter(
              () -> cutOffIfStalled(exchange), stallTimeout.toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  /** Sends the answer to a signal. */
  void send(HttpServerExchange exchange, Wire wire, SignalAnswer answer) {
    send(exchange, wire.mediaType(), wire.write(answer));
  }

  /** Sends {@code {"data": …}}. */
  void data(HttpServerExchange exchange, Object data) {
    send(exchange, JSON, ByteBuffer.wrap(written(data)));
  }

  /** {@code {"data": …}} as it is sent. */
  static byte[] written(Object data) {
    return MAPPER.writeValueAsBytes(Map.of("data", data));
  }

  /** Sends {@code {"data": …}} with another status than 200. */
  void data(HttpServerExchange exchange, int status, Object data) {
    exchange.setStatusCode(status);
    data(exchange, data);
  }

  /** Sends {@code {"data": …}} that nobody on the way may keep. */
  void secret(HttpServerExchange exchange, Object data) {
    exchange.getResponseHeaders().put(Headers.CACHE_CONTROL, "no-store");
    data(exchange, data);
  }

  /** Sends a problem. */
  void problem(HttpServerExchange exchange, Problem problem) {
    if (exchange.isResponseStarted()) {
      IoUtils.safeClose(exchange.getConnection());
      return;
    }
    log(exchange, problem);
    exchange.setStatusCode(problem.status());
    if (problem.retryAfter().isPositive()) {
      var seconds = Math.max(1, (problem.retryAfter().toMillis() + 999) / 1_000);
      exchange.getResponseHeaders().put(RETRY_AFTER, Long.toString(seconds));
    }
    var json = new LinkedHashMap<String, Object>();
    json.put("type", problem.type());
    json.put("title", problem.title());
    json.put("status", problem.status());
    json.put("detail", problem.detail());
    json.put("instance", exchange.getRequestPath());
    json.put("trace_id", TraceParent.of(exchange).traceId());
    if (!problem.violations().isEmpty()) {
      json.put("violations", problem.violations());
    }
    send(exchange, PROBLEM_JSON, ByteBuffer.wrap(MAPPER.writeValueAsBytes(json)));
  }

  /** Logs what went wrong and sends a 500 that does not tell. */
  void failure(HttpServerExchange exchange, Throwable cause) {
    try (var _ = TraceParent.logging(exchange)) {
      LOG.error(
          "{} {} failed; this is a fault of the engine's own",
          exchange.getRequestMethod(),
          exchange.getRequestPath(),
          cause);
    }
    problem(exchange, Problem.internal());
  }

  /**
   * What the node cannot do now is in the log, a few lines a second; what it will not do, for those
   * who look. What it failed at has been logged where that was found.
   */
  private void log(HttpServerExchange exchange, Problem problem) {
    var ours = problem.status() > StatusCodes.INTERNAL_SERVER_ERROR;
    if (ours ? LOG.isWarnEnabled() && refusals.allows() : LOG.isDebugEnabled()) {
      try (var _ = TraceParent.logging(exchange)) {
        LOG.atLevel(ours ? Level.WARN : Level.DEBUG)
            .log(
                "{} {} is refused, {} {}: {}{}",
                exchange.getRequestMethod(),
                exchange.getRequestPath(),
                problem.status(),
                problem.name(),
                problem.detail(),
                ours ? refusals.leftOut() : "");
      }
    }
  }

  /** Whether what is left of a body is known to be little; of chunks it never is. */
  private static boolean isNearlyRead(long bodyBytes) {
    return bodyBytes >= 0 && bodyBytes <= READ_ON_BYTES;
  }

  private static void cutOffIfStalled(HttpServerExchange exchange) {
    if (!exchange.isComplete()) {
      IoUtils.safeClose(exchange.getConnection());
      exchange.endExchange();
    }
  }
}
