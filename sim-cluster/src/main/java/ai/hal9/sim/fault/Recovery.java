package ai.hal9.sim.fault;

import java.util.Collection;
import java.util.OptionalLong;

/**
 * When service is back. A window of one second is good when
 *
 * <pre>
 *   refused / (acknowledged + refused) &lt; 1 %   and   acknowledged / offered &gt;= 95 %
 * </pre>
 *
 * with what came to an end in the window, and what was due in it. Windows begin every tenth of a
 * second from the moment that is asked about. Service is back with the first acknowledgement in the
 * first good window: a window may owe much of its good to what had waited.
 */
final class Recovery {

  private static final long STEP = 100_000_000;
  private static final int STEPS = 10;
  private static final double MOST_ERRORS = 0.01;
  private static final double LEAST_SHARE = 0.95;

  private Recovery() {}

  /**
   * How long after a moment service was back.
   *
   * @param from the moment, in nanoseconds after the load's start
   * @param until how far entries are known
   * @return nanoseconds; empty when it was not back by then
   */
  static OptionalLong after(Collection<Entry> entries, long from, long until) {
    var steps = (int) Math.max(0, (until - from) / STEP);
    var offered = new long[steps];
    var acknowledged = new long[steps];
    var refused = new long[steps];
    for (var entry : entries) {
      count(offered, entry.due() - from);
      count(entry.acknowledged() ? acknowledged : refused, entry.done() - from);
    }
    for (var first = 0; first + STEPS <= steps; first++) {
      if (good(sum(offered, first), sum(acknowledged, first), sum(refused, first))) {
        return acknowledgement(entries, from + first * STEP, from);
      }
    }
    return OptionalLong.empty();
  }

  private static OptionalLong acknowledgement(Collection<Entry> entries, long begin, long from) {
    return entries.stream()
        .filter(Entry::acknowledged)
        .mapToLong(Entry::done)
        .filter(done -> done >= begin)
        .map(done -> done - from)
        .min();
  }

  private static boolean good(long offered, long acknowledged, long refused) {
    var ended = acknowledged + refused;
    return ended > 0 && refused < MOST_ERRORS * ended && acknowledged >= LEAST_SHARE * offered;
  }

  private static void count(long[] steps, long after) {
    if (after >= 0 && after / STEP < steps.length) {
      steps[(int) (after / STEP)]++;
    }
  }

  private static long sum(long[] steps, int first) {
    var sum = 0L;
    for (var i = first; i < first + STEPS; i++) {
      sum += steps[i];
    }
    return sum;
  }
}
