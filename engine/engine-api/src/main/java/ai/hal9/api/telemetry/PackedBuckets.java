package ai.hal9.api.telemetry;

import java.util.Arrays;

/** Collects occupied buckets in ascending order. */
final class PackedBuckets {

  private byte[] packed = new byte[256];
  private int length;
  private int last = -1;
  private long count;

  void add(int bucket, long samples) {
    if (samples == 0) {
      return;
    }
    if (bucket <= last || bucket >= Buckets.COUNT || samples < 0) {
      throw new IllegalArgumentException(samples + " samples in bucket " + bucket);
    }
    if (packed.length - length < 20) {
      packed = Arrays.copyOf(packed, packed.length * 2);
    }
    number(bucket - last - 1);
    number(samples);
    last = bucket;
    count += samples;
  }

  LatencyHistogram histogram(long overflow) {
    return count == 0
        ? LatencyHistogram.none()
        : new LatencyHistogram(Arrays.copyOf(packed, length), last, count, overflow);
  }

  /** Seven bits a byte, the lowest first; the top bit says that more follow. */
  private void number(long number) {
    var rest = number;
    while (rest > 0x7f) {
      packed[length++] = (byte) ((rest & 0x7f) | 0x80);
      rest >>>= 7;
    }
    packed[length++] = (byte) rest;
  }
}
