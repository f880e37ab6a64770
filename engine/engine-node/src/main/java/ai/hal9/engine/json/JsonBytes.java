package ai.hal9.engine.json;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * Writes JSON text as UTF-8 bytes that PostgreSQL's jsonb takes; clients get the same, so that an
 * answer reads as its row does.
 */
public final class JsonBytes {

  private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] REPLACEMENT = "\uFFFD".getBytes(StandardCharsets.UTF_8);
  private static final int LONGEST_ESCAPE = 6;
  private static final int THOUSAND = 1_000;
  private static final int DECIMALS = 3;

  private byte[] bytes;
  private int length;

  /** With room for so many bytes before it grows. */
  public JsonBytes(int room) {
    bytes = new byte[room];
  }

  /** Text as it is; ASCII. */
  public JsonBytes raw(String text) {
    ensure(text.length());
    ascii(text);
    return this;
  }

  /** Bytes as they are. */
  public JsonBytes raw(byte[] text) {
    ensure(text.length);
    System.arraycopy(text, 0, bytes, length, text.length);
    length += text.length;
    return this;
  }

  /**
   * A string in quotes. What jsonb cannot hold is replaced: U+0000 by U+FFFD, half a surrogate pair
   * by a question mark.
   */
  public JsonBytes quoted(String text) {
    ensure(text.length() + 2);
    bytes[length++] = '"';
    if (isPlain(text)) {
      ascii(text);
    } else {
      escaped(text.getBytes(StandardCharsets.UTF_8));
    }
    ensure(1);
    bytes[length++] = '"';
    return this;
  }

  /** An array of strings in quotes. */
  public JsonBytes quoted(List<String> texts) {
    raw("[");
    for (var i = 0; i < texts.size(); i++) {
      (i == 0 ? this : raw(",")).quoted(texts.get(i));
    }
    return raw("]");
  }

  /** A number given in thousandths, with one decimal at least, as in {@code 12.0}; not negative. */
  public JsonBytes thousandths(long count) {
    raw(Long.toString(count / THOUSAND));
    ensure(DECIMALS + 1);
    bytes[length++] = '.';
    var rest = (int) (count % THOUSAND);
    var digit = THOUSAND;
    do {
      digit /= 10;
      bytes[length++] = (byte) ('0' + rest / digit);
      rest %= digit;
    } while (rest != 0);
    return this;
  }

  /** What was written, not copied: nothing may be written any more. */
  public ByteBuffer toBuffer() {
    return ByteBuffer.wrap(bytes, 0, length);
  }

  /** What was written. */
  public byte[] toBytes() {
    return Arrays.copyOf(bytes, length);
  }

  /** Whether each of its characters is one byte, written as it is. */
  private static boolean isPlain(String text) {
    for (var i = 0; i < text.length(); i++) {
      var c = text.charAt(i);
      if (c < ' ' || c > '~' || c == '"' || c == '\\') {
        return false;
      }
    }
    return true;
  }

  /** There must be room for it. */
  @SuppressWarnings("deprecation") // drops the upper bytes, which ASCII has none of, without a copy
  private void ascii(String text) {
    text.getBytes(0, text.length(), bytes, length);
    length += text.length();
  }

  private void escaped(byte[] text) {
    var from = 0;
    for (var i = 0; i < text.length; i++) {
      var b = text[i];
      if ((b & 0xE0) == 0 || b == '"' || b == '\\') {
        copy(text, from, i);
        escape(b);
        from = i + 1;
      }
    }
    copy(text, from, text.length);
  }

  private void copy(byte[] from, int start, int end) {
    ensure(end - start);
    System.arraycopy(from, start, bytes, length, end - start);
    length += end - start;
  }

  private void escape(byte b) {
    ensure(LONGEST_ESCAPE);
    switch (b) {
      case 0 -> raw(REPLACEMENT);
      case '\n' -> pair('n');
      case '\r' -> pair('r');
      case '\t' -> pair('t');
      case '"', '\\' -> pair((char) b);
      default -> {
        raw("\\u00");
        bytes[length++] = HEX[b >> 4];
        bytes[length++] = HEX[b & 0xF];
      }
    }
  }

  private void pair(char second) {
    bytes[length++] = '\\';
    bytes[length++] = (byte) second;
  }

  private void ensure(int more) {
    if (length + more > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + more));
    }
  }
}
