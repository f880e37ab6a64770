package ai.hal9.engine.telemetry;

import ai.hal9.api.telemetry.LatencyHistogram;
import java.time.Duration;

/**
 * A distribution since the start, as Prometheus' classic histogram: counts in fixed buckets, fed
 * with closed intervals. A sample falls in its bucket to HdrHistogram's three digits: 50.01 ms may
 * count as at most 50 ms. The sum is that of the intervals' means, exact to three digits.
 */
final class LatencyTotals {

  /** The buckets' upper bounds in microseconds: half a millisecond to ten seconds. */
  private static final long[] BOUNDS = {
    500,
    1_000,
    2_500,
    5_000,
    10_000,
    20_000,
    25_000,
    50_000,
    100_000,
    200_000,
    250_000,
    500_000,
    1_000_000,
    2_500_000,
    5_000_000,
    10_000_000
  };

  private final long[] buckets;
  private final double sumSeconds;
  private final LatencyHistogram latest;
  private final Duration window;

  private LatencyTotals(
      long[] buckets, double sumSeconds, LatencyHistogram latest, Duration window) {
    this.buckets = buckets;
    this.sumSeconds = sumSeconds;
    this.latest = latest;
    this.window = window;
  }

  static LatencyTotals none() {
    return new LatencyTotals(
        new long[BOUNDS.length + 1], 0, LatencyHistogram.none(), Duration.ZERO);
  }

  /** These totals with one more interval. */
  LatencyTotals plus(LatencyHistogram interval, Duration length) {
    if (interval.count() == 0) {
      return new LatencyTotals(buckets, sumSeconds, interval, length);
    }
    var sum = buckets.clone();
    var below = 0L;
    for (var i = 0; i < BOUNDS.length; i++) {
      var atMost = interval.countAtMost(BOUNDS[i]);
      sum[i] += atMost - below;
      below = atMost;
    }
    sum[BOUNDS.length] += interval.count() - below;
    return new LatencyTotals(
        sum, sumSeconds + interval.meanMicros() * interval.count() / 1e6, interval, length);
  }

  /** The buckets' upper bounds in seconds, the last infinite. */
  static double[] boundsSeconds() {
    var seconds = new double[BOUNDS.length + 1];
    for (var i = 0; i < BOUNDS.length; i++) {
      seconds[i] = BOUNDS[i] / 1e6;
    }
    seconds[BOUNDS.length] = Double.POSITIVE_INFINITY;
    return seconds;
  }

  /** Samples of each bucket alone, not cumulative. */
  long[] buckets() {
    return buckets.clone();
  }

  /** The sum of all samples in seconds. */
  double sumSeconds() {
    return sumSeconds;
  }

  /** The last interval alone, which may have had no samples. */
  LatencyHistogram latest() {
    return latest;
  }

  /** That interval's length. */
  Duration window() {
    return window;
  }
}
