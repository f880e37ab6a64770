package ai.hal9.engine.quota;

import java.util.concurrent.atomic.AtomicLong;

/**
 * The generic cell rate algorithm (ITU-T I.371): with T the time between requests at the allowed
 * rate and τ = burst · T, the state is the theoretical arrival time <i>tat</i>. A request at
 * <i>t</i> conforms when
 *
 * <pre>max(tat, t) + T − t ≤ τ,   and then   tat ← max(tat, t) + T</pre>
 *
 * One number, changed by compare-and-set; equivalent to a token bucket that is refilled
 * continuously.
 */
final class CellRate {

  private static final long SECOND = 1_000_000_000L;

  private final AtomicLong arrival;

  /** Full at the given time. */
  CellRate(long nowNanos) {
    arrival = new AtomicLong(nowNanos);
  }

  /**
   * Takes one.
   *
   * @param perSecond the rate; at least 1
   * @param burst how many at once; at least 1
   */
  Admission take(double perSecond, long burst, long nowNanos) {
    var each = each(perSecond);
    var most = each * burst;
    while (true) {
      var seen = arrival.get();
      var debt = Math.max(0, seen - nowNanos) + each;
      if (debt > most) {
        return new Admission(false, burst, 0, debt - most);
      }
      if (arrival.compareAndSet(seen, nowNanos + debt)) {
        return new Admission(true, burst, (most - debt) / each, debt);
      }
    }
  }

  /** Takes back one that was taken at the same rate. */
  void giveBack(double perSecond) {
    arrival.addAndGet(-each(perSecond));
  }

  private static long each(double perSecond) {
    return (long) (SECOND / perSecond);
  }
}
