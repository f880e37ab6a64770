package ai.hal9.sim.balance;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.util.AsciiString;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.regex.Pattern;
import tools.jackson.databind.ObjectMapper;

/**
 * An answer of the balancer's own that says what went wrong, as RFC 9457 problem details.
 *
 * @param status the HTTP status
 * @param name the kind of problem; its type is {@code urn:hal9:balancer:NAME}, where the nodes' are
 *     {@code urn:hal9:problem:NAME}
 * @param detail what happened and what the client can do
 * @param errors single errors, when there are several
 */
record Problem(HttpResponseStatus status, String name, String detail, List<String> errors) {

  static final Problem NO_UPSTREAM =
      of(
          HttpResponseStatus.SERVICE_UNAVAILABLE,
          "no-node",
          "no node can take the request now; try again");
  static final Problem UNREACHABLE =
      of(HttpResponseStatus.SERVICE_UNAVAILABLE, "no-node", "no node could be reached; try again");
  static final Problem TOO_MANY_CONNECTIONS =
      of(
          HttpResponseStatus.SERVICE_UNAVAILABLE,
          "too-many-connections",
          "too many connections; try again");
  static final Problem BROKEN =
      of(
          HttpResponseStatus.BAD_GATEWAY,
          "node-lost",
          "the node ended the connection before its answer; it may have done the work. A signal"
              + " with an Idempotency-Key is sent to another node");
  static final Problem TIMED_OUT =
      of(HttpResponseStatus.GATEWAY_TIMEOUT, "node-timeout", "the node did not answer in time");
  static final Problem SLOW_REQUEST =
      of(HttpResponseStatus.REQUEST_TIMEOUT, "slow-request", "the request did not arrive in time");
  static final Problem MALFORMED_CHUNKS =
      of(HttpResponseStatus.BAD_REQUEST, "bad-request", "the body's chunks are malformed");
  static final Problem NO_TUNNELS =
      of(
          HttpResponseStatus.METHOD_NOT_ALLOWED,
          "method-not-allowed",
          "CONNECT is for forward proxies");
  static final Problem UNAUTHORIZED =
      of(
          HttpResponseStatus.UNAUTHORIZED,
          "unauthorized",
          "needs the cluster's token as bearer token");
  static final Problem UNKNOWN =
      of(
          HttpResponseStatus.NOT_FOUND,
          "not-found",
          "the balancer has /balancer/health, status and upstreams");

  private static final AsciiString TRACE_PARENT = AsciiString.cached("traceparent");

  /** W3C Trace Context, version 00; the group is the trace's id. */
  private static final Pattern TRACE =
      Pattern.compile("00-(?!0{32})([0-9a-f]{32})-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}");

  private static final ObjectMapper JSON = new ObjectMapper();

  static Problem of(HttpResponseStatus status, String name, String detail) {
    return new Problem(status, name, detail, List.of());
  }

  /** What answers a request that could not be understood. */
  FullHttpResponse response() {
    return response("");
  }

  /** What answers a request, with the trace it came with. */
  FullHttpResponse response(HttpRequest request) {
    return response(request.headers().get(TRACE_PARENT, ""));
  }

  private FullHttpResponse response(String traceParent) {
    var trace = TRACE.matcher(traceParent);
    var body = new LinkedHashMap<String, Object>();
    body.put("type", "urn:hal9:balancer:" + name);
    body.put("title", status.reasonPhrase());
    body.put("status", status.code());
    body.put("detail", detail);
    if (trace.matches()) {
      body.put("trace_id", trace.group(1));
    }
    if (!errors.isEmpty()) {
      body.put("errors", errors);
    }
    var response = answer(status, JSON.writeValueAsString(body), "application/problem+json");
    if (trace.matches()) {
      response.headers().set(TRACE_PARENT, traceParent);
    }
    if (status.equals(HttpResponseStatus.SERVICE_UNAVAILABLE)) {
      response.headers().set(HttpHeaderNames.RETRY_AFTER, "1");
    }
    if (status.equals(HttpResponseStatus.UNAUTHORIZED)) {
      response.headers().set(HttpHeaderNames.WWW_AUTHENTICATE, "Bearer");
    }
    return response;
  }

  /** A whole answer with its length. */
  static FullHttpResponse answer(HttpResponseStatus status, String text, String type) {
    var bytes = Unpooled.copiedBuffer(text, StandardCharsets.UTF_8);
    var response = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, status, bytes);
    response
        .headers()
        .set(HttpHeaderNames.CONTENT_TYPE, type)
        .set(HttpHeaderNames.CONTENT_LENGTH, bytes.readableBytes());
    return response;
  }
}
