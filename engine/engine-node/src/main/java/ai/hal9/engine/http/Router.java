package ai.hal9.engine.http;

import ai.hal9.api.metric.MetricCatalogue;
import ai.hal9.engine.telemetry.Meters;
import ai.hal9.engine.trace.Tracing;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import io.undertow.util.Methods;
import io.undertow.util.StatusCodes;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Finds the endpoint of a request, meters it, and turns away what may not pass. */
final class Router implements HttpHandler {

  private static final String PART = "{id}";
  private static final String UNMATCHED = "unmatched";

  private final Map<String, Path> exact = new HashMap<>();
  private final Map<String, Path> byPrefix = new HashMap<>();
  private final Map<Ends, Path> byEnds = new HashMap<>();
  private final LongAdder active = new LongAdder();
  private final Access access;
  private final Reply reply;
  private final Meters meters;
  private final @Nullable Tracing tracing;
  private final Path unmatched;
  private volatile boolean leaving;
  private volatile boolean refusing;

  Router(
      List<Endpoint> endpoints,
      Access access,
      Reply reply,
      Meters meters,
      @Nullable Tracing tracing) {
    this.tracing = tracing;
    this.access = access;
    this.reply = reply;
    this.meters = meters;
    this.unmatched = new Path(UNMATCHED);
    for (var endpoint : endpoints) {
      var template = endpoint.template();
      var part = template.indexOf(PART);
      var before = template.substring(0, Math.max(0, part));
      var after = template.substring(part + PART.length());
      var path =
          part < 0
              ? exact.computeIfAbsent(template, Path::new)
              : after.isEmpty()
                  ? byPrefix.computeIfAbsent(before, prefix -> new Path(template))
                  : byEnds.computeIfAbsent(new Ends(before, after), ends -> new Path(template));
      path.metered.put(endpoint.method(), new Metered(endpoint, meter(endpoint)));
    }
    meters.gauge(MetricCatalogue.HTTP_ACTIVE, active::sum);
  }

  /** From now on answers as before, but keeps no connection: clients are to go elsewhere. */
  void leave() {
    leaving = true;
  }

  /** From now on refuses new work, saying when to try again. */
  void refuse() {
    leaving = true;
    refusing = true;
  }

  /** Whether the node is about to go. */
  boolean leaving() {
    return leaving;
  }

  /** Requests not yet answered. */
  long active() {
    return active.sum();
  }

  @Override
  public void handleRequest(HttpServerExchange exchange) {
    active.increment();
    TraceParent.accept(exchange, tracing);
    var path = path(exchange.getRequestPath());
    var method = exchange.getRequestMethod();
    var found = path.metered.get(method.equals(Methods.HEAD) ? Methods.GET : method);
    exchange.addExchangeCompleteListener(found == null ? path.refusals : found.meter);
    if (exchange.isHttp10()) {
      keepAlive(exchange);
    }
    try {
      if (isAmbiguous(exchange)) {
        exchange.setPersistent(false);
        reply.problem(exchange, Problem.badRequest("The only Transfer-Encoding taken is chunked."));
      } else if (found == null) {
        refuse(exchange, path);
      } else {
        var foreign = OtherSites.refusal(exchange);
        if (foreign == null) {
          pass(exchange, found.endpoint);
        } else {
          reply.problem(exchange, foreign);
        }
      }
    } catch (Exception e) {
      reply.failure(exchange, e);
    }
  }

  private void pass(HttpServerExchange exchange, Endpoint endpoint) throws Exception {
    if (leaving && !exchange.getRequestHeaders().contains(Headers.UPGRADE)) {
      exchange.setPersistent(false);
    }
    if (refusing && !endpoint.whileDraining()) {
      exchange.setPersistent(false);
      reply.problem(
          exchange, Problem.unavailable("draining", "The node is shutting down; use another one."));
    } else if (endpoint.guarded() && !access.allows(exchange)) {
      exchange.getResponseHeaders().put(Headers.WWW_AUTHENTICATE, "Bearer");
      reply.problem(
          exchange,
          Problem.of(
              StatusCodes.UNAUTHORIZED,
              "unauthorized",
              "Send the cluster's token as 'Authorization: Bearer TOKEN'."));
    } else {
      endpoint.handler().handleRequest(exchange);
    }
  }

  private void refuse(HttpServerExchange exchange, Path path) {
    if (path == unmatched) {
      reply.problem(exchange, Problem.notFound("There is nothing at this path."));
      return;
    }
    exchange.getResponseHeaders().put(Headers.ALLOW, path.allowed());
    reply.problem(
        exchange,
        Problem.of(
            StatusCodes.METHOD_NOT_ALLOWED,
            "method-not-allowed",
            "This path answers to " + path.allowed() + "."));
  }

  private Path path(String requested) {
    var found = exact.get(requested);
    if (found == null) {
      var slash = requested.lastIndexOf('/') + 1;
      found = slash < requested.length() ? byPrefix.get(requested.substring(0, slash)) : null;
      if (found == null) {
        found = byEnds(requested, slash - 1);
        if (found == null && slash > 1) {
          found = byEnds(requested, requested.lastIndexOf('/', slash - 2));
        }
      }
    }
    return found == null ? unmatched : found;
  }

  private @Nullable Path byEnds(String requested, int lastSlash) {
    var slash = requested.lastIndexOf('/', lastSlash - 1) + 1;
    return slash > 0 && slash < lastSlash
        ? byEnds.get(new Ends(requested.substring(0, slash), requested.substring(lastSlash)))
        : null;
  }

  /**
   * Whether another server might see this request end elsewhere: in a transfer coding that Undertow
   * does not know it takes the body for absent, and what is in it for the next request.
   */
  private static boolean isAmbiguous(HttpServerExchange exchange) {
    var coding = exchange.getRequestHeaders().getFirst(Headers.TRANSFER_ENCODING);
    return coding != null && !coding.equalsIgnoreCase("chunked");
  }

  /** An HTTP/1.0 client that asked to keep the connection waits to be told that it is kept. */
  private static void keepAlive(HttpServerExchange exchange) {
    if (exchange.isPersistent()) {
      exchange.getResponseHeaders().put(Headers.CONNECTION, Headers.KEEP_ALIVE.toString());
    }
  }

  private RouteMeter meter(Endpoint endpoint) {
    return new RouteMeter(meters, endpoint.method().toString(), endpoint.template(), active);
  }

  /** What a path is before and after the part that may be anything. */
  private record Ends(String before, String after) {}

  private record Metered(Endpoint endpoint, RouteMeter meter) {}

  /** All methods of one path. */
  private final class Path {

    private final Map<HttpString, @Nullable Metered> metered = new HashMap<>();
    private final RouteMeter refusals;

    Path(String template) {
      this.refusals = new RouteMeter(meters, "other", template, active);
    }

    String allowed() {
      return metered.keySet().stream()
          .map(HttpString::toString)
          .sorted()
          .collect(Collectors.joining(", "));
    }
  }
}
