package ai.hal9.engine.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.zip.GZIPOutputStream;

/**
 * A request no client should send.
 *
 * @param name what is bad about it
 * @param bytes all of it, as it goes over the wire
 */
@SuppressWarnings("ArrayRecordComponent") // sent once and never compared
record BadRequest(String name, byte[] bytes) {

  private static final String JSON = "Content-Type: application/json\r\n";
  private static final String CBOR = "Content-Type: application/cbor\r\n";

  /**
   * A route that takes a body.
   *
   * @param start the request line and what else it needs, each line ended
   * @param good a body it takes, an object
   * @param field one of its fields, a text that must be one
   */
  record Route(String start, String good, String field) {

    Route {
      if (!good.contains('"' + field + '"')) {
        throw new IllegalArgumentException(good);
      }
    }

    private String with(String value) {
      return good.replaceFirst(
          "(\"" + field + "\":)(\"[^\"]*\"|\\[[^]]*])", "$1" + Matcher.quoteReplacement(value));
    }

    private BadRequest json(String what, String body) {
      return json(what, body.getBytes(UTF_8));
    }

    private BadRequest json(String what, byte[] body) {
      return post(what, JSON, body);
    }

    private BadRequest post(String what, String headers, byte[] body) {
      return new BadRequest(
          start.lines().findFirst().orElseThrow() + ": " + what, request(start + headers, body));
    }
  }

  /** Bodies that no route takes. */
  static List<BadRequest> bodies(Route route) {
    var good = route.good();
    var requests = new ArrayList<BadRequest>();
    requests.add(route.json("empty", ""));
    requests.add(route.json("truncated", good.substring(0, good.length() - 1)));
    requests.add(route.json("truncated in a string", "{\"" + route.field()));
    requests.add(route.json("an array", "[" + good + "]"));
    requests.add(route.json("a string", "\"" + route.field() + "\""));
    requests.add(route.json("null", "null"));
    requests.add(route.json("something follows", good + good));
    requests.add(route.json("single quotes", good.replace('"', '\'')));
    requests.add(route.json("a comment", "/* */" + good));
    requests.add(route.json("a number", route.with("5")));
    requests.add(route.json("an object", route.with("{\"a\":{}}")));
    requests.add(route.json("nothing where a text must be", route.with("null")));
    requests.add(route.json("not a number", route.with("NaN")));
    requests.add(route.json("huge number", route.with("1".repeat(50_000))));
    requests.add(route.json("huge exponent", route.with("1e999999999")));
    requests.add(route.json("deep arrays", route.with("[".repeat(30_000))));
    requests.add(route.json("deep objects", route.with("{\"a\":".repeat(10_000))));
    requests.add(route.json("half a pair", route.with("\"\\ud83d\"")));
    requests.add(route.json("other half of a pair", route.with("\"\\ude00\"")));
    requests.add(route.json("U+0000", route.with("\"a\\u0000b\"")));
    requests.add(route.json("raw control", route.with("\"a\nb\"")));
    requests.add(route.json("no such escape", route.with("\"a\\xb\"")));
    requests.add(
        route.json("twice the field", "{\"" + route.field() + "\":\"a\"," + good.substring(1)));
    requests.add(route.json("invalid UTF-8", raw(route.with("\"\u00ff\u00fe\""))));
    requests.add(route.json("cut-off UTF-8", raw(route.with("\"\u00c3\""))));
    requests.add(route.json("overlong UTF-8", raw(route.with("\"\u00c1\u0081bc\""))));
    requests.add(route.json("surrogates in UTF-8", raw(route.with("\"\u00ed\u00a0\u00bd\""))));
    requests.add(route.json("beyond Unicode", raw(route.with("\"\u00f4\u0090\u0080\u0080\""))));
    requests.add(route.json("UTF-16", good.getBytes(UTF_16LE)));
    requests.add(
        route.post("form", "Content-Type: application/x-www-form-urlencoded\r\n", raw(good)));
    requests.add(route.post("XML", "Content-Type: text/xml\r\n", raw("<a/>")));
    requests.add(route.post("plain text", "Content-Type: text/plain\r\n", raw(good)));
    requests.add(route.post("no type", "Content-Type: ;;=\r\n", raw(good)));
    requests.add(
        route.post(
            "a part of a form", "Content-Type: multipart/form-data; boundary=x\r\n", raw(good)));
    requests.add(route.post("zip bomb", JSON + "Content-Encoding: gzip\r\n", bomb()));
    requests.add(route.post("brotli", JSON + "Content-Encoding: br\r\n", raw(good)));
    requests.add(
        route.post("two encodings", JSON + "Content-Encoding: identity, gzip\r\n", bomb()));
    requests.add(route.json("too large", route.with('"' + "a".repeat(200_000) + '"')));
    requests.add(route.post("CBOR that is JSON", CBOR, raw(good)));
    requests.add(route.post("CBOR of nothing", CBOR, new byte[0]));
    return requests;
  }

  /** Signals in CBOR that are none. */
  static List<BadRequest> cbor(Route signal) {
    // RFC 8949: 0xa0 an empty map, 0xa1 one of one entry, g a text of seven bytes, a of one
    var content = "\u00a1gcontent";
    var requests = new ArrayList<BadRequest>();
    var bodies =
        List.of(
            "\u00a0",
            "\u00a1",
            "\u0080",
            "\u00f6",
            "\u00ff",
            content,
            content + "\u0005",
            content + "xdshort",
            content + "{\u007f\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff",
            content + "{\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff",
            content + "[\u0000\u0000\u0000\u0000\u007f\u00ff\u00ff\u00ff",
            content + "\u007faa",
            content + "\u007fAa\u00ff",
            content + "b\u00ff\u00fe",
            content + "c\u00ed\u00a0\u00bd",
            content + "a\u0000",
            content + "aa\u00ff",
            content + "\u001c",
            content + "\u00c2[\u0000\u0000\u0000\u0000\u007f\u00ff\u00ff\u00ff",
            content + "\u00fb\u007f\u00f8\u0000\u0000\u0000\u0000\u0000\u0000",
            content + "\u00d9\u0001\u0000aa\u00d9",
            "\u00bb\u007f\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff",
            "\u00a2gcontentaagcontentab",
            "\u00a1\u0005aa",
            "\u0081".repeat(30_000),
            content + "\u0081".repeat(30_000),
            content + "\u00a1aa".repeat(10_000),
            content + "\u00c1".repeat(30_000),
            "\u00d9\u00d9\u00f7");
    for (var i = 0; i < bodies.size(); i++) {
      requests.add(signal.post("CBOR no. " + i, CBOR, raw(bodies.get(i))));
    }
    return requests;
  }

  /** Requests that are no HTTP, or that two servers would not read as the same. */
  static List<BadRequest> http(String path) {
    var post = "POST " + path + " HTTP/1.1\r\nHost: x\r\n" + JSON;
    var hidden = "GET /health/live HTTP/1.1\r\nHost: x\r\n\r\n";
    var requests = new ArrayList<BadRequest>();
    add(requests, "no HTTP", "hello\r\n\r\n");
    add(requests, "TLS", "\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001\u00fc\u0003\u0003");
    add(requests, "zeros", "\u0000".repeat(300));
    add(requests, "no version", "GET /health\r\nHost: x\r\n\r\n");
    add(requests, "control in the method", "G\u0001T /health HTTP/1.1\r\nHost: x\r\n\r\n");
    add(requests, "method without end", "A".repeat(40_000));
    add(requests, "long path", "GET /" + "a".repeat(40_000) + " HTTP/1.1\r\nHost: x\r\n\r\n");
    add(
        requests,
        "long query",
        "GET /health?" + "a".repeat(40_000) + " HTTP/1.1\r\nHost: x\r\n\r\n");
    add(
        requests,
        "many parameters",
        "GET /api/games?" + "a=b&".repeat(2_000) + " HTTP/1.1\r\nHost: x\r\n\r\n");
    add(
        requests,
        "long header",
        "GET /health HTTP/1.1\r\nHost: x\r\nA: " + "a".repeat(40_000) + "\r\n\r\n");
    add(
        requests,
        "long name",
        "GET /health HTTP/1.1\r\nHost: x\r\n" + "a".repeat(40_000) + ": a\r\n\r\n");
    add(
        requests,
        "many headers",
        "GET /health HTTP/1.1\r\nHost: x\r\n" + "A: b\r\n".repeat(2_000) + "\r\n");
    add(requests, "space in a name", "GET /health HTTP/1.1\r\nHost: x\r\nA b: c\r\n\r\n");
    add(requests, "no name", "GET /health HTTP/1.1\r\nHost: x\r\n: c\r\n\r\n");
    add(requests, "no colon", "GET /health HTTP/1.1\r\nHost: x\r\nabc\r\n\r\n");
    add(requests, "zero in a value", "GET /health HTTP/1.1\r\nHost: x\r\nA: \u0000\r\n\r\n");
    add(requests, "odd escape", "GET /api/v1/neurons/%zz HTTP/1.1\r\nHost: x\r\n\r\n");
    add(requests, "cut-off escape", "GET /api/v1/neurons/%f HTTP/1.1\r\nHost: x\r\n\r\n");
    add(requests, "escaped surrogate", "GET /api/v1/neurons/%ed%a0%bd HTTP/1.1\r\nHost: x\r\n\r\n");
    add(requests, "escaped zero", "GET /api/v1/neurons/%00 HTTP/1.1\r\nHost: x\r\n\r\n");
    add(requests, "no id", "GET /api/v1/signals/%27%3Bdrop HTTP/1.1\r\nHost: x\r\n\r\n");
    add(requests, "climbing", "GET /../../etc/passwd HTTP/1.1\r\nHost: x\r\n\r\n");
    add(requests, "odd limit", "GET /api/games?limit=1e9 HTTP/1.1\r\nHost: x\r\n\r\n");
    add(requests, "huge limit", "GET /api/games?limit=99999999999999 HTTP/1.1\r\nHost: x\r\n\r\n");
    add(requests, "odd before", "GET /api/games?before=%00%27 HTTP/1.1\r\nHost: x\r\n\r\n");
    add(requests, "odd status", "GET /api/games?status=%ff HTTP/1.1\r\nHost: x\r\n\r\n");
    add(requests, "other method", "DELETE " + path + " HTTP/1.1\r\nHost: x\r\n\r\n");
    add(requests, "unknown method", "BREW " + path + " HTTP/1.1\r\nHost: x\r\n\r\n");
    add(requests, "tunnel", "CONNECT 127.0.0.1:22 HTTP/1.1\r\nHost: x\r\n\r\n");
    add(requests, "trace", "TRACE / HTTP/1.1\r\nHost: x\r\n\r\n");
    add(
        requests,
        "empty key",
        post + "Idempotency-Key: \r\nContent-Length: 15\r\n\r\n{\"content\":\"a\"}");
    add(
        requests,
        "long key",
        post
            + "Idempotency-Key: "
            + "k".repeat(300)
            + "\r\nContent-Length: 15\r\n\r\n{\"content\":\"a\"}");
    for (var length : List.of("-1", "+2", "0x2", "2, 3", "2 2", "a", "", "99999999999999999999")) {
      add(requests, "length " + length, post + "Content-Length: " + length + "\r\n\r\n{}" + hidden);
    }
    add(
        requests,
        "two lengths",
        post + "Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}" + hidden);
    add(
        requests,
        "length and chunks",
        post + "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + hidden);
    add(
        requests,
        "chunks and length",
        post + "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n" + hidden);
    for (var coding :
        List.of("xchunked", "chunked, identity", "gzip, chunked", "\u000bchunked", "identity")) {
      add(
          requests,
          "coding " + coding,
          post + "Transfer-Encoding: " + coding + "\r\n\r\n0\r\n\r\n" + hidden);
    }
    add(
        requests,
        "two codings",
        post + "Transfer-Encoding: chunked\r\nTransfer-Encoding: x\r\n\r\n0\r\n\r\n" + hidden);
    add(
        requests,
        "space before the colon",
        post + "Transfer-Encoding : chunked\r\nContent-Length: 2\r\n\r\n{}" + hidden);
    for (var chunk :
        List.of(
            "zz\r\n{}\r\n0\r\n\r\n",
            "-2\r\n{}\r\n0\r\n\r\n",
            "ffffffffffffffffff\r\n{}\r\n0\r\n\r\n",
            "7fffffffffffffff\r\n{}\r\n0\r\n\r\n",
            "2;" + "e".repeat(40_000) + "\r\n{}\r\n0\r\n\r\n",
            "2\r\n{}xx0\r\n\r\n",
            "0\r\n" + "A: b\r\n".repeat(5_000) + "\r\n",
            "1\r\n{\r\n".repeat(30_000) + "0\r\n\r\n")) {
      add(
          requests,
          "chunk " + chunk.substring(0, 6).strip(),
          post + "Transfer-Encoding: chunked\r\n\r\n" + chunk);
    }
    return requests;
  }

  private static void add(List<BadRequest> requests, String what, String text) {
    requests.add(new BadRequest(what, raw(text)));
  }

  private static byte[] request(String head, byte[] body) {
    var out = new ByteArrayOutputStream();
    out.writeBytes(raw(head + "Content-Length: " + body.length + "\r\n\r\n"));
    out.writeBytes(body);
    return out.toByteArray();
  }

  /** A character a byte. */
  private static byte[] raw(String text) {
    return text.getBytes(ISO_8859_1);
  }

  private static byte[] bomb() {
    var out = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(out)) {
      gzip.write(new byte[20 << 20]);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }
}
