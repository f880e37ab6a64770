package ai.hal9.api.telemetry;

import org.HdrHistogram.Histogram;

/**
 * Collects latencies for one thread; for recording from many threads use {@link LatencyRecorder}.
 */
public final class LatencyTally {

  private final Histogram counts = LatencyHistogram.empty();
  private long overflow;

  /** Adds one latency; below zero counts as zero. */
  public void recordMicros(long micros) {
    if (micros > LatencyHistogram.HIGHEST_MICROS) {
      overflow++;
      counts.recordValue(LatencyHistogram.HIGHEST_MICROS);
    } else {
      counts.recordValue(Math.max(0, micros));
    }
  }

  /** Adds one latency given in nanoseconds. */
  public void recordNanos(long nanos) {
    recordMicros(nanos / 1_000);
  }

  /** What was collected so far. */
  public LatencyHistogram histogram() {
    return LatencyHistogram.copyOf(counts, overflow);
  }

  /** What was collected since the last call or the start; collecting begins anew. */
  public LatencyHistogram swap() {
    var taken = histogram();
    counts.reset();
    overflow = 0;
    return taken;
  }
}
