package ai.hal9.api.telemetry;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collection;
import java.util.stream.LongStream;
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
 * <p>A percentile is HdrHistogram's highest equivalent value at that percentile: {@code p50 <= p99
 * <= max} always holds.
 *
 * <p>Only the values that occurred are held, so that keeping thousands of intervals is cheap.
 */
public final class LatencyHistogram {

  /** The largest latency told apart: ten minutes. */
  public static final long HIGHEST_MICROS = Duration.ofMinutes(10).toNanos() / 1_000;

  /** Significant decimal digits kept of every value. */
  public static final int SIGNIFICANT_DIGITS = 3;

  private static final LatencyHistogram EMPTY =
      new LatencyHistogram(new long[0], new long[0], 0, 0);

  /** Never recorded into: it answers which values its configuration cannot tell apart. */
  private static final Histogram SCALE = empty();

  private static final Encoder ENCODER = new Encoder();

  private final long[] values;
  private final long[] counts;
  private final long count;
  private final long overflow;

  /** The values ascending, each the highest of those equivalent to it, with their counts. */
  private LatencyHistogram(long[] values, long[] counts, long count, long overflow) {
    this.values = values;
    this.counts = counts;
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
    var sum = empty();
    var overflow = 0L;
    for (var part : parts) {
      part.addTo(sum);
      overflow += part.overflow;
    }
    return copyOf(sum, overflow);
  }

  /**
   * Reads what {@link #encoded()} wrote.
   *
   * @throws TelemetryException when the text is not such, or of another configuration
   */
  public static LatencyHistogram decoded(String text) {
    var colon = text.indexOf(':');
    Histogram counts;
    long overflow;
    try {
      overflow = Long.parseLong(text, 0, colon, 10);
      var buffer = ByteBuffer.wrap(Base64.getDecoder().decode(text.substring(colon + 1)));
      counts = Histogram.decodeFromCompressedByteBuffer(buffer, HIGHEST_MICROS);
    } catch (DataFormatException | RuntimeException e) {
      // HdrHistogram says with any of a dozen exceptions that bytes are not its own.
      throw new TelemetryException("not an encoded latency histogram", e);
    }
    if (counts.getNumberOfSignificantValueDigits() != SIGNIFICANT_DIGITS
        || counts.getHighestTrackableValue() != HIGHEST_MICROS) {
      throw new TelemetryException("a histogram of another configuration cannot be read", null);
    }
    return copyOf(counts, overflow);
  }

  /** A copy of what a recorder holds; the recorder's histogram may be used again afterwards. */
  static LatencyHistogram copyOf(Histogram counts, long overflow) {
    if (counts.getTotalCount() == 0) {
      return EMPTY;
    }
    var values = LongStream.builder();
    var occurrences = LongStream.builder();
    for (var step : counts.recordedValues()) {
      values.add(step.getValueIteratedTo());
      occurrences.add(step.getCountAtValueIteratedTo());
    }
    return new LatencyHistogram(
        values.build().toArray(), occurrences.build().toArray(), counts.getTotalCount(), overflow);
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
    if (count == 0) {
      return 0;
    }
    // One step down before rounding up, as HdrHistogram does: 99.9 % of 1000 is the 999th sample.
    var share = Math.clamp(Math.nextDown(percentile), 0, 100) * count / 100;
    var wanted = Math.max(1, (long) Math.ceil(share));
    var seen = 0L;
    var at = 0;
    while (at < values.length - 1 && (seen += counts[at]) < wanted) {
      at++;
    }
    return values[at];
  }

  /** Milliseconds at a percentile between 0 and 100. */
  public double millis(double percentile) {
    return micros(percentile) / 1_000.0;
  }

  /** The largest sample in microseconds, to three digits; 0 when there is none. */
  public long maxMicros() {
    return count == 0 ? 0 : values[values.length - 1];
  }

  /** The mean in microseconds, to three digits; 0 when there is no sample. */
  public double meanMicros() {
    var sum = 0.0;
    for (var i = 0; i < values.length; i++) {
      sum += (double) SCALE.medianEquivalentValue(values[i]) * counts[i];
    }
    return count == 0 ? 0 : sum / count;
  }

  /** Number of samples at or below a latency, to three digits. */
  public long countAtMost(long micros) {
    var highest = SCALE.highestEquivalentValue(Math.min(micros, HIGHEST_MICROS));
    var sum = 0L;
    for (var i = 0; i < values.length && values[i] <= highest; i++) {
      sum += counts[i];
    }
    return sum;
  }

  /**
   * Whether the sample count can support a percentile: at least ten samples must lie beyond it,
   * else the figure is one or two requests' luck.
   */
  public boolean supports(double percentile) {
    return count() * (100 - percentile) / 100 >= 10;
  }

  /** Bytes of memory it takes, counted from its arrays. */
  public long bytes() {
    return count == 0 ? 0 : 40 + 2 * (16 + 8L * values.length);
  }

  /** This and another, merged. */
  public LatencyHistogram plus(LatencyHistogram other) {
    return other.count() == 0 ? this : merged(Arrays.asList(this, other));
  }

  /** A text that {@link #decoded} reads: the overflow, a colon, HdrHistogram's V2 in Base64. */
  public String encoded() {
    return overflow + ":" + ENCODER.encoded(this);
  }

  private void addTo(Histogram sum) {
    for (var i = 0; i < values.length; i++) {
      sum.recordValueWithCount(values[i], counts[i]);
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof LatencyHistogram that
        && overflow == that.overflow
        && Arrays.equals(values, that.values)
        && Arrays.equals(counts, that.counts);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(values) * 31 + Arrays.hashCode(counts);
  }

  @Override
  public String toString() {
    return "n=%d p50=%.3f ms p99=%.3f ms max=%.3f ms"
        .formatted(count(), millis(50), millis(99), maxMicros() / 1_000.0);
  }

  /** Keeps its half megabyte of room, which each of a frame's histograms would need anew. */
  private static final class Encoder {

    private final Histogram dense = empty();
    private final ByteBuffer room = ByteBuffer.allocate(dense.getNeededByteBufferCapacity());

    synchronized String encoded(LatencyHistogram latency) {
      dense.reset();
      latency.addTo(dense);
      room.clear();
      var length = dense.encodeIntoCompressedByteBuffer(room, Deflater.BEST_SPEED);
      return Base64.getEncoder().encodeToString(Arrays.copyOf(room.array(), length));
    }
  }
}
