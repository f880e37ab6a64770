package ai.hal9.api.telemetry;

import java.util.concurrent.atomic.LongAdder;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.Recorder;
import org.jspecify.annotations.Nullable;

/**
 * Collects latencies from any number of threads without locks and hands them over interval by
 * interval: each sample is in exactly one interval, none is lost or doubled at a swap.
 */
public final class LatencyRecorder {

  private final Recorder recorder =
      new Recorder(1, LatencyHistogram.HIGHEST_MICROS, LatencyHistogram.SIGNIFICANT_DIGITS);
  private final LongAdder overflow = new LongAdder();
  private @Nullable Histogram reused;

  /** Adds one latency; below zero counts as zero. */
  public void recordNanos(long nanos) {
    var micros = nanos / 1_000;
    if (micros > LatencyHistogram.HIGHEST_MICROS) {
      overflow.increment();
      recorder.recordValue(LatencyHistogram.HIGHEST_MICROS);
    } else {
      recorder.recordValue(Math.max(0, micros));
    }
  }

  /** Ends the interval: what was recorded since the last swap. */
  public synchronized LatencyHistogram swap() {
    var interval = recorder.getIntervalHistogram(reused);
    reused = interval;
    return LatencyHistogram.copyOf(interval, overflow.sumThenReset());
  }
}
