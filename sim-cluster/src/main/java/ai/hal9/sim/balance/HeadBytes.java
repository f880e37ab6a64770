package ai.hal9.sim.balance;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.util.AsciiString;
import java.util.Arrays;

/**
 * Renders heads as bytes. One serves all connections of a lane, which take turns on one thread:
 * what it holds is to be written before the next is rendered.
 */
final class HeadBytes {

  private static final AsciiString VERSION = AsciiString.cached(" HTTP/1.1\r\n");
  private static final AsciiString STATUS = AsciiString.cached("HTTP/1.1 ");
  private static final AsciiString COLON = AsciiString.cached(": ");
  private static final AsciiString CRLF = AsciiString.cached("\r\n");

  private byte[] bytes = new byte[4_096];
  private int length;

  int length() {
    return length;
  }

  void writeTo(ByteBuf out) {
    out.writeBytes(bytes, 0, length);
  }

  HeadBytes request(HttpRequest head) {
    length = 0;
    add(head.method().asciiName());
    add(' ');
    add(head.uri().isEmpty() ? "/" : head.uri());
    add(VERSION);
    return fields(head.headers());
  }

  HeadBytes response(HttpResponse head) {
    length = 0;
    add(STATUS);
    add(head.status().codeAsText());
    add(' ');
    add(head.status().reasonPhrase());
    add(CRLF);
    return fields(head.headers());
  }

  private HeadBytes fields(HttpHeaders headers) {
    var fields = headers.iteratorCharSequence();
    while (fields.hasNext()) {
      var field = fields.next();
      add(field.getKey());
      add(COLON);
      add(field.getValue());
      add(CRLF);
    }
    add(CRLF);
    return this;
  }

  private void add(char one) {
    room(1);
    bytes[length++] = (byte) one;
  }

  /** Adds text that was read as Latin-1, so that every character is the byte it was. */
  @SuppressWarnings("deprecation") // the low byte of each character is what is wanted
  private void add(CharSequence text) {
    var more = text.length();
    room(more);
    if (text instanceof AsciiString ascii) {
      System.arraycopy(ascii.array(), ascii.arrayOffset(), bytes, length, more);
    } else {
      text.toString().getBytes(0, more, bytes, length);
    }
    length += more;
  }

  private void room(int more) {
    if (bytes.length - length < more) {
      bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, length + more));
    }
  }
}
