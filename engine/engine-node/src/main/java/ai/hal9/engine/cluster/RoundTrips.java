package ai.hal9.engine.cluster;

import java.util.ArrayDeque;
import java.util.Deque;

/** The last five round trips to a region, of which one slow one is no news. */
final class RoundTrips {

  private static final int KEPT = 5;

  private final Deque<Long> nanos = new ArrayDeque<>(KEPT);

  synchronized void add(long trip) {
    if (nanos.size() == KEPT) {
      nanos.removeFirst();
    }
    nanos.addLast(trip);
  }

  synchronized void forget() {
    nanos.clear();
  }

  /** In seconds, the lower of the two in the middle where their number is even; NaN for none. */
  synchronized double median() {
    return nanos.stream()
        .sorted()
        .skip(Math.max(0, (nanos.size() - 1) / 2))
        .findFirst()
        .map(middle -> middle / 1e9)
        .orElse(Double.NaN);
  }
}
