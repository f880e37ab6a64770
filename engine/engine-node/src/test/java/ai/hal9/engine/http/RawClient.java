package ai.hal9.engine.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** Speaks HTTP byte by byte, as no client library would. */
final class RawClient implements Closeable {

  private static final int PATIENCE_MILLIS = 30_000;

  private final Socket socket;

  RawClient(InetSocketAddress address) throws IOException {
    socket = new Socket();
    socket.connect(address, PATIENCE_MILLIS);
    socket.setSoTimeout(PATIENCE_MILLIS);
    socket.setTcpNoDelay(true);
  }

  /** One response. */
  record Response(int status, Map<String, String> headers, String body) {}

  RawClient send(String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(UTF_8));
    socket.getOutputStream().flush();
    return this;
  }

  RawClient post(String path, String body) throws IOException {
    return post(path, body, "");
  }

  RawClient post(String path, String body, String headers) throws IOException {
    return request("POST", path, body, headers);
  }

  RawClient request(String method, String path, String body, String headers) throws IOException {
    return send(
        "%s %s HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n%sContent-Length: %d\r\n\r\n%s"
            .formatted(method, path, headers, body.getBytes(UTF_8).length, body));
  }

  RawClient get(String path) throws IOException {
    return get(path, "");
  }

  RawClient get(String path, String headers) throws IOException {
    return send("GET %s HTTP/1.1\r\nHost: localhost\r\n%s\r\n".formatted(path, headers));
  }

  /** Reads one response with a Content-Length. */
  Response response() throws IOException {
    var head = head();
    var length = Integer.parseInt(head.headers().getOrDefault("content-length", "0"));
    var body = new String(socket.getInputStream().readNBytes(length), UTF_8);
    return new Response(head.status(), head.headers(), body);
  }

  /** Reads one response that has no body. */
  Response head() throws IOException {
    var status = line();
    var headers = new LinkedHashMap<String, String>();
    for (var line = line(); !line.isEmpty(); line = line()) {
      var colon = line.indexOf(':');
      headers.put(
          line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
    }
    return new Response(Integer.parseInt(status.split(" ", 3)[1]), headers, "");
  }

  /** Whether the server ends the connection within the patience. */
  boolean closedByServer() throws IOException {
    try {
      return socket.getInputStream().read() < 0;
    } catch (SocketException reset) {
      return true;
    }
  }

  private String line() throws IOException {
    var line = new ByteArrayOutputStream();
    for (var c = socket.getInputStream().read(); c != '\n'; c = socket.getInputStream().read()) {
      if (c < 0) {
        throw new IOException("closed by the server");
      }
      if (c != '\r') {
        line.write(c);
      }
    }
    return line.toString(ISO_8859_1);
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
