package ai.hal9.api.telemetry;

/** Walks the occupied buckets that {@link PackedBuckets} packed, lowest first. */
final class BucketCursor {

  private final byte[] packed;
  private int at;
  private int bucket = -1;
  private long count;
  private int split;
  private int mostEmpty;
  private int mostSamples;

  BucketCursor(byte[] packed) {
    this.packed = packed;
    if (packed.length > 0) {
      var head = packed[at++];
      split = head & PackedBuckets.SPLIT;
      mostEmpty = (1 << split) - 1;
      mostSamples = (1 << (Byte.SIZE - split)) - 1;
      if ((head & PackedBuckets.OVERFLOW) != 0) {
        number();
      }
    }
  }

  /** Goes to the next occupied bucket; false after the last. */
  boolean next() {
    if (at == packed.length) {
      return false;
    }
    var both = packed[at++] & 0xff;
    var empty = both & mostEmpty;
    var less = both >>> split;
    bucket += 1 + empty + (empty == mostEmpty ? (int) number() : 0);
    count = 1 + less + (less == mostSamples ? number() : 0);
    return true;
  }

  int bucket() {
    return bucket;
  }

  long count() {
    return count;
  }

  /** Seven bits a byte, the lowest first; the top bit says that more follow. */
  private long number() {
    var value = 0L;
    for (var shift = 0; ; shift += 7) {
      var next = packed[at++];
      value |= (long) (next & 0x7f) << shift;
      if (next >= 0) {
        return value;
      }
    }
  }
}
