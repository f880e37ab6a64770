package ai.hal9.sim.generator;

import ai.hal9.sim.generator.AnswerParser.Progress;
import java.util.Arrays;

/** An answer's body by its framing: a length, chunks, or all until the connection ends. */
final class AnswerBody {

  /** What is kept of a body; bytes beyond are read and forgotten. */
  static final int KEEP = 1024 * 1024;

  private enum Frame {
    LENGTH,
    CHUNK_SIZE,
    CHUNK_EXTENSION,
    CHUNK_DATA,
    CHUNK_END,
    TRAILER,
    UNTIL_CLOSE
  }

  private Frame frame = Frame.LENGTH;
  private long remaining;
  private boolean trailerEmpty;
  private boolean excess;
  private byte[] own = {};
  private byte[] bytes = own;
  private int from;
  private int to;

  boolean untilClose() {
    return frame == Frame.UNTIL_CLOSE;
  }

  /** Whether bytes followed that belong to no answer. */
  boolean excess() {
    return excess;
  }

  int length() {
    return to - from;
  }

  /** Where a sequence begins within the body, or a negative number. */
  int find(byte[] sequence) {
    var last = to - sequence.length;
    var first = sequence[0];
    for (var i = from; i <= last; i++) {
      if (bytes[i] == first
          && Arrays.equals(bytes, i, i + sequence.length, sequence, 0, sequence.length)) {
        return i - from;
      }
    }
    return -1;
  }

  byte at(int index) {
    return bytes[from + index];
  }

  void begin(AnswerHead head) {
    from = 0;
    to = 0;
    excess = false;
    remaining = Math.max(0, head.contentLength());
    if (head.status() == 204 || head.status() == 304) {
      frame = Frame.LENGTH;
      remaining = 0;
    } else if (head.chunked()) {
      frame = Frame.CHUNK_SIZE;
    } else {
      frame = head.contentLength() < 0 ? Frame.UNTIL_CLOSE : Frame.LENGTH;
    }
  }

  Progress feed(byte[] in, int start, int end) {
    return switch (frame) {
      case LENGTH -> feedLength(in, start, end);
      case UNTIL_CLOSE -> {
        append(in, start, end);
        yield Progress.PARTIAL;
      }
      case CHUNK_SIZE, CHUNK_EXTENSION, CHUNK_DATA, CHUNK_END, TRAILER ->
          feedChunks(in, start, end);
    };
  }

  private Progress feedLength(byte[] in, int start, int end) {
    var here = end - start;
    if (here < remaining) {
      append(in, start, end);
      remaining -= here;
      return Progress.PARTIAL;
    }
    var last = start + (int) remaining;
    excess = last < end;
    if (to == 0) {
      bytes = in;
      from = start;
      to = last;
    } else {
      append(in, start, last);
    }
    return Progress.WHOLE;
  }

  private Progress feedChunks(byte[] in, int start, int end) {
    var i = start;
    while (i < end) {
      if (frame == Frame.CHUNK_DATA) {
        var part = (int) Math.min(remaining, end - i);
        append(in, i, i + part);
        i += part;
        remaining -= part;
        frame = remaining == 0 ? Frame.CHUNK_END : Frame.CHUNK_DATA;
        continue;
      }
      var c = in[i++];
      if (c == '\n' && frame == Frame.TRAILER && trailerEmpty) {
        excess = i < end;
        return Progress.WHOLE;
      }
      if (!step(c)) {
        return Progress.BROKEN;
      }
    }
    return Progress.PARTIAL;
  }

  /** One byte of the frame around the chunks; false when it cannot be. */
  private boolean step(byte c) {
    if (c == '\n') {
      if (frame == Frame.CHUNK_END) {
        frame = Frame.CHUNK_SIZE;
      } else if (frame == Frame.TRAILER) {
        trailerEmpty = true;
      } else {
        frame = remaining == 0 ? Frame.TRAILER : Frame.CHUNK_DATA;
        trailerEmpty = true;
      }
    } else if (frame == Frame.TRAILER) {
      trailerEmpty &= c == '\r';
    } else if (frame == Frame.CHUNK_SIZE && c != '\r') {
      var digit = Character.digit(c, 16);
      if (digit < 0) {
        frame = Frame.CHUNK_EXTENSION;
        return c == ';' || c == ' ';
      }
      remaining = 16 * remaining + digit;
      return remaining < 1L << 40;
    } else if (frame == Frame.CHUNK_END) {
      return c == '\r';
    }
    return true;
  }

  private void append(byte[] in, int start, int end) {
    var length = Math.min(end - start, KEEP - to);
    if (own.length < to + length) {
      own = Arrays.copyOf(own, Math.max(2 * own.length, to + length));
    }
    System.arraycopy(in, start, own, to, length);
    bytes = own;
    to += length;
  }
}
