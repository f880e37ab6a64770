package ai.hal9.sim.generator;

import java.util.Arrays;

/**
 * Reads one HTTP/1.1 answer at a time from the bytes of a connection. An answer that arrives in one
 * piece is read where it lies; pieces are kept until the answer is whole.
 */
final class AnswerParser {

  /** How far an answer is. */
  enum Progress {
    /** More bytes are to come. */
    PARTIAL,
    /** The answer is whole; its parts can be asked for until the next call. */
    WHOLE,
    /** This is no HTTP. */
    BROKEN
  }

  private static final int HEAD_LIMIT = 64 * 1024;

  private final AnswerHead head = new AnswerHead();
  private final AnswerBody body = new AnswerBody();
  private byte[] kept = {};
  private int keptLength;
  private boolean inBody;

  int status() {
    return head.status();
  }

  /** Whether the connection may be used again. */
  boolean keepAlive() {
    return head.keepAlive() && !body.untilClose() && !body.excess();
  }

  /** The body, up to a limit; valid until the next answer is read. */
  AnswerBody body() {
    return body;
  }

  /** Forgets an unfinished answer. */
  void reset() {
    keptLength = 0;
    inBody = false;
  }

  Progress feed(byte[] bytes, int from, int to) {
    if (inBody) {
      return afterBody(body.feed(bytes, from, to));
    }
    if (keptLength == 0) {
      return readHead(bytes, from, to);
    }
    keep(bytes, from, to);
    var length = keptLength;
    keptLength = 0;
    return readHead(kept, 0, length);
  }

  /** The connection has ended, which may be how the body ends. */
  Progress end() {
    var ended = inBody && body.untilClose();
    reset();
    return ended ? Progress.WHOLE : Progress.BROKEN;
  }

  private Progress readHead(byte[] bytes, int from, int to) {
    var start = from;
    while (true) {
      var bodyStart = head.read(bytes, start, to);
      if (bodyStart == AnswerHead.INCOMPLETE) {
        return keepHead(bytes, start, to);
      }
      if (bodyStart == AnswerHead.MALFORMED) {
        reset();
        return Progress.BROKEN;
      }
      if (head.status() >= 200) {
        inBody = true;
        body.begin(head);
        return afterBody(body.feed(bytes, bodyStart, to));
      }
      start = bodyStart;
    }
  }

  private Progress keepHead(byte[] bytes, int from, int to) {
    if (to - from > HEAD_LIMIT) {
      return Progress.BROKEN;
    }
    keep(bytes, from, to);
    return Progress.PARTIAL;
  }

  private Progress afterBody(Progress progress) {
    if (progress != Progress.PARTIAL) {
      reset();
    }
    return progress;
  }

  private void keep(byte[] bytes, int from, int to) {
    var length = to - from;
    if (kept.length < keptLength + length) {
      kept = Arrays.copyOf(kept, Math.max(2 * kept.length, keptLength + length));
    }
    System.arraycopy(bytes, from, kept, keptLength, length);
    keptLength += length;
  }
}
