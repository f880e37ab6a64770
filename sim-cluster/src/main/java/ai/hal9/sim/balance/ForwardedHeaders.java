package ai.hal9.sim.balance;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.util.AsciiString;
import java.util.Set;

/** What a proxy changes in a head: hop-by-hop fields go (RFC 9110, 7.6.1), forwarding ones come. */
final class ForwardedHeaders {

  private static final AsciiString FOR = AsciiString.cached("x-forwarded-for");
  private static final AsciiString PROTO = AsciiString.cached("x-forwarded-proto");
  private static final AsciiString HOST = AsciiString.cached("x-forwarded-host");
  private static final AsciiString HTTP = AsciiString.cached("http");
  private static final AsciiString HTTPS = AsciiString.cached("https");
  private static final AsciiString KEEP_ALIVE = AsciiString.cached("keep-alive");
  private static final AsciiString PROXY_CONNECTION = AsciiString.cached("proxy-connection");
  private static final AsciiString IDEMPOTENCY_KEY = AsciiString.cached("idempotency-key");

  /** Where nodes look at the key; elsewhere it promises nothing. */
  private static final String KEYED = "/api/v1/signal";

  private static final Set<HttpMethod> IDEMPOTENT =
      Set.of(
          HttpMethod.GET,
          HttpMethod.HEAD,
          HttpMethod.PUT,
          HttpMethod.DELETE,
          HttpMethod.OPTIONS,
          HttpMethod.TRACE);

  private ForwardedHeaders() {}

  /** Whether sending the request twice does no more than sending it once. */
  static boolean repeatable(HttpRequest request) {
    return IDEMPOTENT.contains(request.method())
        || (request.headers().contains(IDEMPOTENCY_KEY) && keyed(request.uri()));
  }

  private static boolean keyed(String uri) {
    return uri.startsWith(KEYED)
        && (uri.length() == KEYED.length() || uri.charAt(KEYED.length()) == '?');
  }

  static boolean asksUpgrade(HttpRequest request) {
    return request.headers().contains(HttpHeaderNames.UPGRADE)
        && request
            .headers()
            .containsValue(HttpHeaderNames.CONNECTION, HttpHeaderValues.UPGRADE, true);
  }

  /**
   * Makes a client's request one for an upstream.
   *
   * @param secure whether it came over TLS
   */
  static void toUpstream(HttpRequest request, String client, boolean secure, boolean upgrade) {
    var headers = request.headers();
    removeHopByHop(headers, upgrade);
    var before = headers.get(FOR);
    headers.set(FOR, before == null ? client : before + ", " + client);
    headers.set(PROTO, secure ? HTTPS : HTTP);
    var host = headers.get(HttpHeaderNames.HOST);
    if (host != null) {
      headers.set(HOST, host);
    }
    request.setProtocolVersion(HttpVersion.HTTP_1_1);
  }

  /**
   * Makes an upstream's answer one for a client.
   *
   * @param keepAlive whether the client's connection stays open
   * @param old whether the client speaks HTTP/1.0, which knows no chunks
   */
  static void toClient(HttpResponse response, boolean keepAlive, boolean old, boolean upgrade) {
    var headers = response.headers();
    removeHopByHop(headers, upgrade);
    switch (response.status().code()) {
      case 204 ->
          headers.remove(HttpHeaderNames.CONTENT_LENGTH).remove(HttpHeaderNames.TRANSFER_ENCODING);
      case 205 ->
          headers
              .remove(HttpHeaderNames.TRANSFER_ENCODING)
              .set(HttpHeaderNames.CONTENT_LENGTH, HttpHeaderValues.ZERO);
      default -> {
        // has the framing its head says
      }
    }
    if (old) {
      headers.remove(HttpHeaderNames.TRANSFER_ENCODING);
    }
    response.setProtocolVersion(HttpVersion.HTTP_1_1);
    if (!upgrade) {
      connection(headers, keepAlive, old);
    }
  }

  static void connection(HttpHeaders headers, boolean keepAlive, boolean old) {
    if (!keepAlive) {
      headers.set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
    } else if (old) {
      headers.set(HttpHeaderNames.CONNECTION, HttpHeaderValues.KEEP_ALIVE);
    }
  }

  /** Whether the end of the answer's body can be told without closing the connection. */
  static boolean delimited(HttpResponse response, boolean headOnly) {
    return bodyless(response, headOnly)
        || HttpUtil.isContentLengthSet(response)
        || HttpUtil.isTransferEncodingChunked(response);
  }

  /** Whether the answer has no body whatever its head says (RFC 9112, 6.3). */
  static boolean bodyless(HttpResponse response, boolean headOnly) {
    var status = response.status().code();
    return headOnly || status < 200 || status == 204 || status == 205 || status == 304;
  }

  private static void removeHopByHop(HttpHeaders headers, boolean upgrade) {
    var connection = headers.get(HttpHeaderNames.CONNECTION);
    if (connection != null) {
      headers.remove(HttpHeaderNames.CONNECTION);
      if (!connection.equalsIgnoreCase("keep-alive") && !connection.equalsIgnoreCase("close")) {
        removeNamed(headers, connection);
      }
    }
    headers.remove(KEEP_ALIVE).remove(PROXY_CONNECTION);
    headers.remove(HttpHeaderNames.TE);
    if (upgrade) {
      headers.set(HttpHeaderNames.CONNECTION, HttpHeaderValues.UPGRADE);
    } else {
      headers.remove(HttpHeaderNames.UPGRADE);
    }
  }

  private static void removeNamed(HttpHeaders headers, String connection) {
    for (var name : connection.split(",", -1)) {
      var named = name.strip();
      var framing =
          HttpHeaderNames.UPGRADE.contentEqualsIgnoreCase(named)
              || HttpHeaderNames.TRANSFER_ENCODING.contentEqualsIgnoreCase(named)
              || HttpHeaderNames.CONTENT_LENGTH.contentEqualsIgnoreCase(named)
              || HttpHeaderNames.HOST.contentEqualsIgnoreCase(named);
      if (!named.isEmpty() && !framing) {
        headers.remove(named);
      }
    }
  }
}
