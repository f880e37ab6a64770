package ai.hal9.engine.http;

import ai.hal9.engine.trace.RequestSpans;
import ai.hal9.engine.trace.TraceContext;
import ai.hal9.engine.trace.Tracing;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.AttachmentKey;
import io.undertow.util.HttpString;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/**
 * Which request this is, over all hops: {@code traceparent} of W3C Trace Context. A client's is
 * kept; a request without one gets one when there is something to tell, and not before.
 */
final class TraceParent {

  static final HttpString HEADER = new HttpString("traceparent");

  /** The spans of a request that is told of. */
  static final AttachmentKey<RequestSpans> SPANS = AttachmentKey.create(RequestSpans.class);

  private TraceParent() {}

  /** Tells the client its own back, or its place in the trace where there are spans to gather. */
  static void accept(HttpServerExchange exchange, @Nullable Tracing tracing) {
    var given = exchange.getRequestHeaders().getFirst(HEADER);
    var parent = given == null ? null : TraceContext.parse(given);
    var spans = tracing == null ? null : tracing.begin(parent, exchange.getRequestStartTime());
    if (spans != null) {
      exchange.putAttachment(SPANS, spans);
      exchange.getResponseHeaders().put(HEADER, spans.context().toString());
    } else if (parent != null) {
      exchange.getResponseHeaders().put(HEADER, given);
    }
  }

  /** What the request came with; any thread may ask. */
  static @Nullable TraceContext given(HttpServerExchange exchange) {
    var given = exchange.getRequestHeaders().getFirst(HEADER);
    return given == null ? null : TraceContext.parse(given);
  }

  /** Gives the request a context unless it has one. */
  static void tell(HttpServerExchange exchange, TraceContext made) {
    if (!exchange.getResponseHeaders().contains(HEADER)) {
      exchange.getResponseHeaders().put(HEADER, made.toString());
    }
  }

  /** The request's, made now when it has none; called by the thread that holds the exchange. */
  static TraceContext of(HttpServerExchange exchange) {
    var known = exchange.getResponseHeaders().getFirst(HEADER);
    var context = known == null ? null : TraceContext.parse(known);
    if (context == null) {
      context = TraceContext.made();
      exchange.getResponseHeaders().put(HEADER, context.toString());
    }
    return context;
  }

  /** Until closed, what this thread logs is about the request. */
  static MDC.MDCCloseable logging(HttpServerExchange exchange) {
    return of(exchange).logging();
  }
}
