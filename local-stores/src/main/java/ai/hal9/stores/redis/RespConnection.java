package ai.hal9.stores.redis;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** Just enough of Redis's protocol (RESP 2) to ask a server how it is. */
final class RespConnection implements AutoCloseable {

  private static final Duration TIMEOUT = Duration.ofSeconds(5);

  private final Socket socket = new Socket();
  private final InputStream in;
  private final OutputStream out;

  RespConnection(int port, String password) throws IOException {
    this(port, password, TIMEOUT);
  }

  RespConnection(int port, String password, Duration timeout) throws IOException {
    try {
      socket.setSoTimeout((int) timeout.toMillis());
      socket.connect(
          new InetSocketAddress(InetAddress.getLoopbackAddress(), port), (int) timeout.toMillis());
      in = new BufferedInputStream(socket.getInputStream());
      out = socket.getOutputStream();
      command("AUTH", password);
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }

  /**
   * Sends a command and reads a reply that is one text.
   *
   * @throws IOException also where the reply is an error
   */
  String command(String... words) throws IOException {
    var request = new StringBuilder("*" + words.length + "\r\n");
    for (String word : words) {
      int bytes = word.getBytes(StandardCharsets.UTF_8).length;
      request.append('$').append(bytes).append("\r\n").append(word).append("\r\n");
    }
    out.write(request.toString().getBytes(StandardCharsets.UTF_8));
    out.flush();
    String reply = line();
    return switch (reply.charAt(0)) {
      case '+', ':' -> reply.substring(1);
      case '$' -> bulk(Integer.parseInt(reply.substring(1)));
      default -> throw new IOException("redis answered " + reply);
    };
  }

  private String bulk(int length) throws IOException {
    byte[] text = in.readNBytes(length);
    line();
    return new String(text, StandardCharsets.UTF_8);
  }

  private String line() throws IOException {
    var line = new StringBuilder();
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0) {
        throw new IOException("redis closed the connection");
      }
      if (c != '\r') {
        line.append((char) c);
      }
    }
    if (line.isEmpty()) {
      return " ";
    }
    return line.toString();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
