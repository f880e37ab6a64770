package ai.hal9.sim.balance;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import tools.jackson.databind.ObjectMapper;

/**
 * An answer of the balancer's own that says what went wrong, as RFC 9457 problem details.
 *
 * @param status the HTTP status
 * @param detail what happened and what the client can do
 * @param errors single errors, when there are several
 */
record Problem(HttpResponseStatus status, String detail, List<String> errors) {

  static final Problem NO_UPSTREAM =
      of(HttpResponseStatus.SERVICE_UNAVAILABLE, "no node can take the request now; try again");
  static final Problem UNREACHABLE =
      of(HttpResponseStatus.SERVICE_UNAVAILABLE, "no node could be reached; try again");
  static final Problem TOO_MANY_CONNECTIONS =
      of(HttpResponseStatus.SERVICE_UNAVAILABLE, "too many connections; try again");
  static final Problem BROKEN =
      of(
          HttpResponseStatus.BAD_GATEWAY,
          "the node ended the connection before its answer; it may have done the work. A request"
              + " with an Idempotency-Key is sent to another node");
  static final Problem TIMED_OUT =
      of(HttpResponseStatus.GATEWAY_TIMEOUT, "the node did not answer in time");
  static final Problem SLOW_REQUEST =
      of(HttpResponseStatus.REQUEST_TIMEOUT, "the request did not arrive in time");
  static final Problem MALFORMED_CHUNKS =
      of(HttpResponseStatus.BAD_REQUEST, "the body's chunks are malformed");
  static final Problem NO_TUNNELS =
      of(HttpResponseStatus.METHOD_NOT_ALLOWED, "CONNECT is for forward proxies");
  static final Problem UNAUTHORIZED =
      of(HttpResponseStatus.UNAUTHORIZED, "needs the cluster's token as bearer token");
  static final Problem UNKNOWN =
      of(HttpResponseStatus.NOT_FOUND, "the balancer has /balancer/health, status and upstreams");

  private static final ObjectMapper JSON = new ObjectMapper();

  static Problem of(HttpResponseStatus status, String detail) {
    return new Problem(status, detail, List.of());
  }

  FullHttpResponse response() {
    var body = new LinkedHashMap<String, Object>();
    body.put("type", "about:blank");
    body.put("title", status.reasonPhrase());
    body.put("status", status.code());
    body.put("detail", detail);
    if (!errors.isEmpty()) {
      body.put("errors", errors);
    }
    var response = answer(status, JSON.writeValueAsString(body), "application/problem+json");
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
