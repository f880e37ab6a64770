package ai.hal9.api.telemetry;

import java.util.Arrays;

/**
 * Collects occupied buckets in ascending order, and packs them: mostly one byte each.
 *
 * <p>A head byte says how many of a byte's lower bits hold the number of empty buckets before one,
 * and whether the overflow follows. Then comes a byte for each occupied bucket: those empty buckets
 * and, in the upper bits, its samples less one. A part that is all ones is continued in a number of
 * seven bits a byte, the buckets' before the samples'. The split is what makes the whole shortest;
 * so equal distributions are packed alike.
 */
final class PackedBuckets {

  /** Of a head byte: how a bucket's byte is split. */
  static final int SPLIT = 0x07;

  /** Of a head byte: that the overflow follows. */
  static final int OVERFLOW = 0x08;

  private static final int BITS = 8;

  /** Bytes. */
  private static final int LONGEST_NUMBER = 9;

  private int[] empty = new int[128];
  private long[] samples = new long[128];
  private int size;
  private int last = -1;
  private long count;

  void add(int bucket, long added) {
    if (added == 0) {
      return;
    }
    if (bucket <= last || bucket >= Buckets.COUNT || added < 0) {
      throw new IllegalArgumentException(added + " samples in bucket " + bucket);
    }
    if (size == empty.length) {
      empty = Arrays.copyOf(empty, size * 2);
      samples = Arrays.copyOf(samples, size * 2);
    }
    empty[size] = bucket - last - 1;
    samples[size++] = added;
    last = bucket;
    count += added;
  }

  LatencyHistogram histogram(long overflow) {
    return count == 0
        ? LatencyHistogram.none()
        : new LatencyHistogram(packed(overflow), last, count, overflow);
  }

  private byte[] packed(long overflow) {
    var longer = longer();
    var split = shortest(longer);
    var room = new Room(1 + LONGEST_NUMBER + size + longer[split]);
    room.put(split | (overflow > 0 ? OVERFLOW : 0));
    if (overflow > 0) {
      room.number(overflow);
    }
    var mostEmpty = (1 << split) - 1;
    var mostSamples = (1 << (BITS - split)) - 1;
    for (var i = 0; i < size; i++) {
      var less = samples[i] - 1;
      room.put(Math.min(empty[i], mostEmpty) | ((int) Math.min(less, mostSamples) << split));
      if (empty[i] >= mostEmpty) {
        room.number(empty[i] - mostEmpty);
      }
      if (less >= mostSamples) {
        room.number(less - mostSamples);
      }
    }
    return room.filled();
  }

  /** At most so many bytes beyond one a bucket does each split take. */
  private int[] longer() {
    var emptyOfBits = new int[Integer.SIZE + 1];
    var samplesOfBits = new int[Long.SIZE + 1];
    for (var i = 0; i < size; i++) {
      emptyOfBits[Integer.SIZE - Integer.numberOfLeadingZeros(empty[i] + 1)]++;
      samplesOfBits[Long.SIZE - Long.numberOfLeadingZeros(samples[i])]++;
    }
    var longer = new int[BITS];
    for (var split = 1; split < BITS; split++) {
      longer[split] = beyond(emptyOfBits, split) + beyond(samplesOfBits, BITS - split);
    }
    return longer;
  }

  private static int shortest(int[] longer) {
    var best = 1;
    for (var split = 2; split < BITS; split++) {
      best = longer[split] < longer[best] ? split : best;
    }
    return best;
  }

  private static int beyond(int[] ofBits, int fitting) {
    var bytes = 0;
    for (var bits = fitting + 1; bits < ofBits.length; bits++) {
      bytes += ofBits[bits] * Math.ceilDiv(bits, 7);
    }
    return bytes;
  }

  private static final class Room {

    private final byte[] bytes;
    private int length;

    Room(int most) {
      bytes = new byte[most];
    }

    void put(int value) {
      bytes[length++] = (byte) value;
    }

    /** Seven bits a byte, the lowest first; the top bit says that more follow. */
    void number(long number) {
      var rest = number;
      while (rest > 0x7f) {
        put((int) (rest & 0x7f) | 0x80);
        rest >>>= 7;
      }
      put((int) rest);
    }

    byte[] filled() {
      return Arrays.copyOf(bytes, length);
    }
  }
}
