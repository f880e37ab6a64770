package ai.hal9.api.telemetry;

/** Walks the occupied buckets that {@link PackedBuckets} collected, lowest first. */
final class BucketCursor {

  private final byte[] packed;
  private int at;
  private int bucket = -1;
  private long count;

  BucketCursor(byte[] packed) {
    this.packed = packed;
  }

  /** Goes to the next occupied bucket; false after the last. */
  boolean next() {
    if (at == packed.length) {
      return false;
    }
    bucket += 1 + (int) number();
    count = number();
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
    var first = packed[at++];
    if (first >= 0) {
      return first;
    }
    var value = (long) first & 0x7f;
    for (var shift = 7; ; shift += 7) {
      var next = packed[at++];
      value |= (long) (next & 0x7f) << shift;
      if (next >= 0) {
        return value;
      }
    }
  }

  /** All of it at once, for merging, which is done by the million. */
  static int addTo(byte[] packed, long[] counts) {
    var bucket = -1;
    var first = -1;
    var at = 0;
    while (at < packed.length) {
      var step = (int) packed[at++];
      if (step < 0) {
        step &= 0x7f;
        var shift = 7;
        int next;
        do {
          next = packed[at++];
          step |= (next & 0x7f) << shift;
          shift += 7;
        } while (next < 0);
      }
      bucket += 1 + step;
      var count = (long) packed[at++];
      if (count < 0) {
        count &= 0x7f;
        var shift = 7;
        int next;
        do {
          next = packed[at++];
          count |= (long) (next & 0x7f) << shift;
          shift += 7;
        } while (next < 0);
      }
      counts[bucket] += count;
      if (first < 0) {
        first = bucket;
      }
    }
    return first;
  }
}
