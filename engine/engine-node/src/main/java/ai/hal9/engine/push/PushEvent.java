package ai.hal9.engine.push;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** One event, the same object for all who get it. */
final class PushEvent {

  static final byte[] TAIL = "]}".getBytes(StandardCharsets.US_ASCII);

  private static final byte[] HEAD = head(0);

  private final long sequence;
  private final long nanos;
  private final byte[] alone;

  /**
   * An event.
   *
   * @param sequence its place in its topic, from 1 and without gaps
   * @param nanos when it was published, on the monotonic clock
   * @param json the object it is told as
   */
  PushEvent(long sequence, long nanos, byte[] json) {
    this.sequence = sequence;
    this.nanos = nanos;
    this.alone =
        ByteBuffer.allocate(HEAD.length + json.length + TAIL.length)
            .put(HEAD)
            .put(json)
            .put(TAIL)
            .array();
  }

  /** How a message begins. */
  static byte[] head(long lost) {
    return ("{\"lost\":" + lost + ",\"events\":[").getBytes(StandardCharsets.US_ASCII);
  }

  long sequence() {
    return sequence;
  }

  long nanos() {
    return nanos;
  }

  /** The object it is told as. */
  ByteBuffer json() {
    return ByteBuffer.wrap(alone, HEAD.length, alone.length - HEAD.length - TAIL.length);
  }

  /** The message of this event alone; the bytes are shared by all to whom it goes so. */
  ByteBuffer alone() {
    return ByteBuffer.wrap(alone);
  }
}
