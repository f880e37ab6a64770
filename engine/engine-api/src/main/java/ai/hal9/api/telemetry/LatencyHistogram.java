package ai.hal9.api.telemetry;

import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import org.HdrHistogram.Histogram;

/**
 * An immutable distribution of latencies in microseconds, with one fixed configuration: 1 µs to
 * {@link #HIGHEST_MICROS}, three significant digits. Because every histogram has it, any two can be
 * merged exactly; percentiles are taken from merged histograms and never averaged.
 *
 * <p>A value beyond the range is counted in {@link #overflow()} and recorded at the range's end, so
 * that no percentile is too small and the reader can see that the tail is cut.
 *
 * <p>A percentile is HdrHistogram's highest equivalent value at that percentile: {@code p50 <= p99
 * <= max} always holds.
 *
 * <p>Only the values that occurred are held, mostly in one byte each, so that keeping hundreds of
 * thousands of intervals is cheap.
 */
public final class LatencyHistogram {

  /** The largest latency told apart: ten minutes. */
  public static final long HIGHEST_MICROS = Duration.ofMinutes(10).toNanos() / 1_000;

  /** Significant decimal digits kept of every value. */
  public static final int SIGNIFICANT_DIGITS = 3;

  private static final LatencyHistogram EMPTY = new LatencyHistogram(new byte[0], 0, 0, 0);

  /** Samples that must lie beyond a percentile. */
  private static final int SUPPORT = 10;

  private final byte[] packed;
  private final int last;
  private final long count;
  private final long overflow;

  /** The occupied buckets as {@link PackedBuckets} packs them, and the last of them. */
  LatencyHistogram(byte[] packed, int last, long count, long overflow) {
    this.packed = packed;
    this.last = last;
    this.count = count;
    this.overflow = overflow;
  }

  /** No sample at all. */
  public static LatencyHistogram none() {
    return EMPTY;
  }

  /** The distribution of these latencies, in microseconds. */
  public static LatencyHistogram ofMicros(long... micros) {
    var recorder = new LatencyTally();
    Arrays.stream(micros).forEach(recorder::recordMicros);
    return recorder.histogram();
  }

  /** All samples of all parts, as if recorded in one histogram. */
  public static LatencyHistogram merged(Collection<LatencyHistogram> parts) {
    var sum = new LatencySum();
    parts.forEach(sum::add);
    return sum.take();
  }

  /**
   * Reads what {@link #encoded()} or {@link #encodedPlainly()} wrote.
   *
   * @throws TelemetryException when the text is not such, or of another configuration
   */
  public static LatencyHistogram decoded(String text) {
    return HdrText.read(text);
  }

  /** A copy of what a recorder holds; the recorder's histogram may be used again afterwards. */
  static LatencyHistogram copyOf(Histogram counts, long overflow) {
    var occupied = new PackedBuckets();
    for (var step : counts.recordedValues()) {
      occupied.add(Buckets.of(step.getValueIteratedTo()), step.getCountAtValueIteratedTo());
    }
    return occupied.histogram(overflow);
  }

  static Histogram empty() {
    return new Histogram(1, HIGHEST_MICROS, SIGNIFICANT_DIGITS);
  }

  /** Number of samples. */
  public long count() {
    return count;
  }

  /** Number of samples beyond {@link #HIGHEST_MICROS}; they are part of {@link #count()}. */
  public long overflow() {
    return overflow;
  }

  /** Microseconds at a percentile between 0 and 100; 0 when there is no sample. */
  public long micros(double percentile) {
    return microsAt(percentile)[0];
  }

  /** Microseconds at percentiles between 0 and 100, ascending; 0 when there is no sample. */
  public long[] microsAt(double... percentiles) {
    var micros = new long[percentiles.length];
    var cursor = cursor();
    var seen = 0L;
    for (var i = 0; i < percentiles.length; i++) {
      // One step down before rounding up, as HdrHistogram does: 99.9 % of 1000 is the 999th sample.
      var share = Math.clamp(Math.nextDown(percentiles[i]), 0, 100) * count / 100;
      var wanted = Math.max(1, (long) Math.ceil(share));
      while (seen < wanted && cursor.next()) {
        seen += cursor.count();
      }
      micros[i] = count == 0 ? 0 : Buckets.highest(cursor.bucket());
    }
    return micros;
  }

  /** Milliseconds at a percentile between 0 and 100. */
  public double millis(double percentile) {
    return micros(percentile) / 1_000.0;
  }

  /** The largest sample in microseconds, to three digits; 0 when there is none. */
  public long maxMicros() {
    return count == 0 ? 0 : Buckets.highest(last);
  }

  /** The mean in microseconds, to three digits; 0 when there is no sample. */
  public double meanMicros() {
    var sum = 0.0;
    for (var cursor = cursor(); cursor.next(); ) {
      sum += (double) Buckets.median(cursor.bucket()) * cursor.count();
    }
    return count == 0 ? 0 : sum / count;
  }

  /** Number of samples at or below a latency, to three digits. */
  public long countAtMost(long micros) {
    return countsAtMost(micros)[0];
  }

  /** Number of samples at or below each of some latencies, given ascending, to three digits. */
  public long[] countsAtMost(long... micros) {
    var counts = new long[micros.length];
    var cursor = cursor();
    var sum = 0L;
    var more = cursor.next();
    for (var i = 0; i < micros.length; i++) {
      var highest = Buckets.of(Math.min(micros[i], HIGHEST_MICROS));
      while (more && cursor.bucket() <= highest) {
        sum += cursor.count();
        more = cursor.next();
      }
      counts[i] = sum;
    }
    return counts;
  }

  /**
   * Whether the sample count can support a percentile: at least ten samples must lie beyond it,
   * else the figure is one or two requests' luck.
   */
  public boolean supports(double percentile) {
    return supports(count, percentile);
  }

  /** Whether so many samples can support a percentile, as {@link #supports(double)} says. */
  public static boolean supports(long samples, double percentile) {
    return samples * (100 - percentile) / 100 >= SUPPORT;
  }

  /** This and another, merged. */
  public LatencyHistogram plus(LatencyHistogram other) {
    return other.count() == 0 ? this : merged(Arrays.asList(this, other));
  }

  /**
   * A text that {@link #decoded} reads, to be kept: the overflow, a colon, HdrHistogram's
   * compressed V2 in Base64.
   */
  public String encoded() {
    return HdrText.compressed(this);
  }

  /** A text that {@link #decoded} reads, to be sent: the same, not compressed. */
  String encodedPlainly() {
    return HdrText.plainly(this);
  }

  /** Bytes of memory it takes; none of its own when it has no sample. */
  public long bytes() {
    return count == 0 ? 0 : 56 + packed.length;
  }

  /** Not to be written to. */
  byte[] packed() {
    return packed;
  }

  BucketCursor cursor() {
    return new BucketCursor(packed);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof LatencyHistogram that && Arrays.equals(packed, that.packed);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(packed);
  }

  @Override
  public String toString() {
    return "n=%d p50=%.3f ms p99=%.3f ms max=%.3f ms"
        .formatted(count(), millis(50), millis(99), maxMicros() / 1_000.0);
  }
}
