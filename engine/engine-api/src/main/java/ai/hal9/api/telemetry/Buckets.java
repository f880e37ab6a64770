package ai.hal9.api.telemetry;

/**
 * HdrHistogram's buckets for the one configuration all distributions have: 1 µs lowest, three
 * digits. Below 2048 µs every microsecond has its own; from there each doubling has 1024.
 */
final class Buckets {

  private static final int HALF_MAGNITUDE = 10;
  private static final int HALF = 1 << HALF_MAGNITUDE;
  private static final int MASK = 2 * HALF - 1;

  /** Number of buckets. */
  static final int COUNT = of(LatencyHistogram.HIGHEST_MICROS) + 1;

  private Buckets() {}

  /** The bucket a latency falls in. */
  static int of(long micros) {
    var octave = Long.SIZE - Long.numberOfLeadingZeros(micros | MASK) - (HALF_MAGNITUDE + 1);
    return ((octave + 1) << HALF_MAGNITUDE) + (int) (micros >>> octave) - HALF;
  }

  /** The lowest latency of a bucket, in microseconds. */
  static long lowest(int bucket) {
    var octave = octave(bucket);
    return octave == 0 ? bucket : (long) ((bucket & (HALF - 1)) + HALF) << octave;
  }

  /** The highest latency of a bucket, in microseconds. */
  static long highest(int bucket) {
    return lowest(bucket) + (1L << octave(bucket)) - 1;
  }

  /** The middle of a bucket, in microseconds. */
  static long median(int bucket) {
    return lowest(bucket) + (1L << octave(bucket) >> 1);
  }

  private static int octave(int bucket) {
    return Math.max(0, (bucket >> HALF_MAGNITUDE) - 1);
  }
}
