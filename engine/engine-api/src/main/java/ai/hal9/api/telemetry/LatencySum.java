package ai.hal9.api.telemetry;

import java.util.Arrays;

/**
 * Adds up distributions, exactly and quickly: one room for all buckets, used again and again. For
 * one thread.
 */
public final class LatencySum {

  private final long[] counts = new long[Buckets.COUNT];
  private int lowest = Buckets.COUNT;
  private int highest = -1;
  private long overflow;

  /** Adds all samples of a distribution. */
  public void add(LatencyHistogram part) {
    var packed = part.packed();
    add(packed, 0, packed.length);
  }

  /**
   * Adds what {@link PackedBuckets} packed, all of it at once, as this is done by the million.
   *
   * @param from where it begins
   * @param to where it ends
   */
  void add(byte[] packed, int from, int to) {
    if (from == to) {
      return;
    }
    var at = from;
    var head = packed[at++];
    if ((head & PackedBuckets.OVERFLOW) != 0) {
      var beyond = 0L;
      var shift = 0;
      int next;
      do {
        next = packed[at++];
        beyond |= (long) (next & 0x7f) << shift;
        shift += 7;
      } while (next < 0);
      overflow += beyond;
    }
    var split = head & PackedBuckets.SPLIT;
    var mostEmpty = (1 << split) - 1;
    var mostSamples = (1 << (Byte.SIZE - split)) - 1;
    var bucket = -1;
    var first = -1;
    while (at < to) {
      var both = packed[at++] & 0xff;
      var empty = both & mostEmpty;
      if (empty == mostEmpty) {
        var shift = 0;
        int next;
        do {
          next = packed[at++];
          empty += (next & 0x7f) << shift;
          shift += 7;
        } while (next < 0);
      }
      bucket += 1 + empty;
      var less = (long) (both >>> split);
      if (less == mostSamples) {
        var shift = 0;
        int next;
        do {
          next = packed[at++];
          less += (long) (next & 0x7f) << shift;
          shift += 7;
        } while (next < 0);
      }
      counts[bucket] += 1 + less;
      if (first < 0) {
        first = bucket;
      }
    }
    lowest = Math.min(lowest, first);
    highest = Math.max(highest, bucket);
  }

  /** What was added since the last call or the start; adding begins anew. */
  public LatencyHistogram take() {
    if (highest < 0) {
      return LatencyHistogram.none();
    }
    var occupied = new PackedBuckets();
    for (var bucket = lowest; bucket <= highest; bucket++) {
      occupied.add(bucket, counts[bucket]);
    }
    var taken = occupied.histogram(overflow);
    Arrays.fill(counts, lowest, highest + 1, 0);
    lowest = Buckets.COUNT;
    highest = -1;
    overflow = 0;
    return taken;
  }
}
