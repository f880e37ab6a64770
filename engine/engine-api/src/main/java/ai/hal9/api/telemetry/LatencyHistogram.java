package ai.hal9.api.telemetry;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collection;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import org.HdrHistogram.Histogram;

/**
 * An immutable distribution of latencies in microseconds, with one fixed configuration: 1 µs to
 * {@link #HIGHEST_MICROS}, three significant digits. Because every histogram has it, any two can be
 * merged exactly; percentiles are taken from merged histograms and never averaged.
 *
 * <p>A value beyond the range is counted in {@link #overflow()} and recorded at the range's end, so
 * that no percentile is too small and the reader can see that the tail is cut.
 *
 * <p>A percentile is HdrHistogram's highest equivalent value at that percentile, limited to the
 * largest recorded value: {@code p50 <= p99 <= max} always holds.
 */
public final class LatencyHistogram {

  /** The largest latency told apart: ten minutes. */
  public static final long HIGHEST_MICROS = Duration.ofMinutes(10).toNanos() / 1_000;

  /** Significant decimal digits kept of every value. */
  public static final int SIGNIFICANT_DIGITS = 3;

  private static final LatencyHistogram EMPTY = new LatencyHistogram(empty(), 0);

  private final Histogram counts;
  private final long overflow;

  private LatencyHistogram(Histogram counts, long overflow) {
    this.counts = counts;
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
    var sum = empty();
    var overflow = 0L;
    for (var part : parts) {
      sum.add(part.counts);
      overflow += part.overflow;
    }
    return new LatencyHistogram(sum, overflow);
  }

  /** Reads what {@link #encoded()} wrote. */
  public static LatencyHistogram decoded(String text) {
    var colon = text.indexOf(':');
    try {
      var buffer = ByteBuffer.wrap(Base64.getDecoder().decode(text.substring(colon + 1)));
      var counts = Histogram.decodeFromCompressedByteBuffer(buffer, HIGHEST_MICROS);
      if (counts.getNumberOfSignificantValueDigits() != SIGNIFICANT_DIGITS
          || counts.getHighestTrackableValue() != HIGHEST_MICROS) {
        throw new TelemetryException("a histogram of another configuration cannot be read", null);
      }
      return new LatencyHistogram(counts, Long.parseLong(text.substring(0, colon)));
    } catch (DataFormatException | IllegalArgumentException | IndexOutOfBoundsException e) {
      throw new TelemetryException("not an encoded latency histogram", e);
    }
  }

  /** A copy of what a recorder holds; the recorder's histogram may be used again afterwards. */
  static LatencyHistogram copyOf(Histogram counts, long overflow) {
    return counts.getTotalCount() == 0 ? EMPTY : new LatencyHistogram(counts.copy(), overflow);
  }

  static Histogram empty() {
    return new Histogram(1, HIGHEST_MICROS, SIGNIFICANT_DIGITS);
  }

  /** Number of samples. */
  public long count() {
    return counts.getTotalCount();
  }

  /** Number of samples beyond {@link #HIGHEST_MICROS}; they are part of {@link #count()}. */
  public long overflow() {
    return overflow;
  }

  /** Microseconds at a percentile between 0 and 100; 0 when there is no sample. */
  public long micros(double percentile) {
    if (count() == 0) {
      return 0;
    }
    return Math.min(counts.getValueAtPercentile(percentile), maxMicros());
  }

  /** Milliseconds at a percentile between 0 and 100. */
  public double millis(double percentile) {
    return micros(percentile) / 1_000.0;
  }

  /** The largest sample in microseconds, to three digits; 0 when there is none. */
  public long maxMicros() {
    return counts.getMaxValue();
  }

  /** The mean in microseconds; 0 when there is no sample. */
  public double meanMicros() {
    return count() == 0 ? 0 : counts.getMean();
  }

  /** Number of samples at or below a latency. */
  public long countAtMost(long micros) {
    return count() == 0 ? 0 : counts.getCountBetweenValues(0, Math.min(micros, HIGHEST_MICROS));
  }

  /**
   * Whether the sample count can support a percentile: at least ten samples must lie beyond it,
   * else the figure is one or two requests' luck.
   */
  public boolean supports(double percentile) {
    return count() * (100 - percentile) / 100 >= 10;
  }

  /** This and another, merged. */
  public LatencyHistogram plus(LatencyHistogram other) {
    return other.count() == 0 ? this : merged(Arrays.asList(this, other));
  }

  /** A text that {@link #decoded} reads: the overflow, a colon, HdrHistogram's V2 in Base64. */
  public String encoded() {
    var buffer = ByteBuffer.allocate(counts.getNeededByteBufferCapacity());
    var length = counts.encodeIntoCompressedByteBuffer(buffer, Deflater.BEST_SPEED);
    return overflow
        + ":"
        + Base64.getEncoder().encodeToString(Arrays.copyOf(buffer.array(), length));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof LatencyHistogram that
        && overflow == that.overflow
        && counts.equals(that.counts);
  }

  @Override
  public int hashCode() {
    return counts.hashCode();
  }

  @Override
  public String toString() {
    return "n=%d p50=%.3f ms p99=%.3f ms max=%.3f ms"
        .formatted(count(), millis(50), millis(99), maxMicros() / 1_000.0);
  }
}
