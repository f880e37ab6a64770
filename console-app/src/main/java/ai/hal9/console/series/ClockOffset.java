package ai.hal9.console.series;

import java.time.Duration;
import java.time.Instant;

/**
 * Estimates how far this machine's clock is ahead of another's from snapshots that carry the
 * other's time: their least delay, since transit and queues only ever add to it (the minimum filter
 * of Cristian's algorithm and NTP). Differences below {@link #TOLERANCE} are transit as likely as
 * offset and count as none, so that machines with good clocks keep their own times.
 *
 * <p>Where wall and monotonic time of the other part, its clock was set: the estimate begins anew.
 */
final class ClockOffset {

  static final Duration TOLERANCE = Duration.ofMillis(50);

  /** Snapshots over which the least delay is taken: between one and two such spans. */
  private static final int SPAN = 240;

  private static final long STEP_MILLIS = 1_000;

  private long applied;
  private long least = Long.MAX_VALUE;
  private long leastBefore = Long.MAX_VALUE;
  private int seen;
  private long wallMinusMonotonic;
  private boolean begun;

  /**
   * Takes a snapshot's times into account.
   *
   * @param time the other's wall clock
   * @param monotonicNanos the other's monotonic clock at the same moment
   * @param received this machine's clock at the arrival
   * @return what to add to the other's times, in milliseconds
   */
  long observed(Instant time, long monotonicNanos, Instant received) {
    var skew = time.toEpochMilli() - monotonicNanos / 1_000_000;
    if (begun && Math.abs(skew - wallMinusMonotonic) > STEP_MILLIS) {
      least = Long.MAX_VALUE;
      leastBefore = Long.MAX_VALUE;
      seen = 0;
    }
    begun = true;
    wallMinusMonotonic = skew;
    least = Math.min(least, Duration.between(time, received).toMillis());
    var estimate = Math.min(least, leastBefore);
    if (++seen == SPAN) {
      leastBefore = least;
      least = Long.MAX_VALUE;
      seen = 0;
    }
    var wanted = Math.abs(estimate) < TOLERANCE.toMillis() ? 0 : estimate;
    if (wanted == 0 || Math.abs(wanted - applied) >= TOLERANCE.toMillis()) {
      applied = wanted;
    }
    return applied;
  }
}
