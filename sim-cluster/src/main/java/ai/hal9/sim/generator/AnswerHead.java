package ai.hal9.sim.generator;

/** Status line and the headers that say how the body is framed and whether the connection stays. */
final class AnswerHead {

  static final int INCOMPLETE = -1;
  static final int MALFORMED = -2;

  private static final byte[] LENGTH = lower("content-length:");
  private static final byte[] ENCODING = lower("transfer-encoding:");
  private static final byte[] CONNECTION = lower("connection:");

  private int status;
  private long contentLength;
  private boolean chunked;
  private boolean keepAlive;

  int status() {
    return status;
  }

  /** The body's length; negative when the head does not say. */
  long contentLength() {
    return contentLength;
  }

  boolean chunked() {
    return chunked;
  }

  boolean keepAlive() {
    return keepAlive;
  }

  /** Reads a head; returns where the body begins, or one of the negative results. */
  int read(byte[] bytes, int from, int to) {
    if (to - from < 12) {
      return INCOMPLETE;
    }
    if (bytes[from] != 'H' || bytes[from + 4] != '/' || bytes[from + 8] != ' ') {
      return MALFORMED;
    }
    status = 100 * digit(bytes[from + 9]) + 10 * digit(bytes[from + 10]) + digit(bytes[from + 11]);
    if (status < 100 || status > 999) {
      return MALFORMED;
    }
    contentLength = -1;
    chunked = false;
    keepAlive = bytes[from + 7] == '1';
    var line = lineEnd(bytes, from + 12, to);
    while (line >= 0) {
      var start = line + 1;
      line = lineEnd(bytes, start, to);
      if (line == start || (line == start + 1 && bytes[start] == '\r')) {
        return line + 1;
      }
      if (line > start && !readHeader(bytes, start, line)) {
        return MALFORMED;
      }
    }
    return INCOMPLETE;
  }

  private boolean readHeader(byte[] bytes, int from, int to) {
    var end = bytes[to - 1] == '\r' ? to - 1 : to;
    switch (bytes[from] | 0x20) {
      case 'c' -> {
        if (begins(bytes, from, end, LENGTH)) {
          return readLength(bytes, from + LENGTH.length, end);
        }
        if (begins(bytes, from, end, CONNECTION)) {
          var value = value(bytes, from + CONNECTION.length, end);
          keepAlive = value.contains("keep-alive") || (keepAlive && !value.contains("close"));
        }
      }
      case 't' -> {
        if (begins(bytes, from, end, ENCODING)) {
          chunked = value(bytes, from + ENCODING.length, end).contains("chunked");
        }
      }
      default -> {
        // says nothing about framing
      }
    }
    return true;
  }

  private boolean readLength(byte[] bytes, int from, int to) {
    var length = 0L;
    var digits = 0;
    for (var i = from; i < to; i++) {
      if (bytes[i] == ' ') {
        continue;
      }
      var digit = digit(bytes[i]);
      if (digit < 0 || digit > 9 || ++digits > 15) {
        return false;
      }
      length = 10 * length + digit;
    }
    contentLength = length;
    return digits > 0;
  }

  private static boolean begins(byte[] bytes, int from, int to, byte[] name) {
    if (to - from < name.length) {
      return false;
    }
    for (var i = 0; i < name.length; i++) {
      if ((bytes[from + i] | 0x20) != (name[i] | 0x20)) {
        return false;
      }
    }
    return true;
  }

  private static String value(byte[] bytes, int from, int to) {
    var text = new StringBuilder(to - from);
    for (var i = from; i < to; i++) {
      text.append((char) (bytes[i] | 0x20));
    }
    return text.toString();
  }

  private static int lineEnd(byte[] bytes, int from, int to) {
    for (var i = from; i < to; i++) {
      if (bytes[i] == '\n') {
        return i;
      }
    }
    return INCOMPLETE;
  }

  private static int digit(byte value) {
    var digit = value - '0';
    return digit < 0 || digit > 9 ? -1000 : digit;
  }

  private static byte[] lower(String name) {
    return name.getBytes(java.nio.charset.StandardCharsets.US_ASCII);
  }
}
