package ai.hal9.sim.fault;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * A load that a fault happened in. Times are nanoseconds after the load's start.
 *
 * @param from when measuring began
 * @param begun when the fault began
 * @param ended when it was over
 * @param finished when the last signal was due
 */
record Course(Collection<Entry> entries, long from, long begun, long ended, long finished) {

  Course {
    entries = List.copyOf(entries);
  }

  /** How long after its end service was back; empty when it was not. */
  Optional<Duration> recovery() {
    var recovery = Recovery.after(entries, ended, finished);
    return recovery.isPresent()
        ? Optional.of(Duration.ofNanos(recovery.getAsLong()))
        : Optional.empty();
  }

  /** From the first signal to the last. */
  Phase whole() {
    return Phase.of(entries, 0, Long.MAX_VALUE);
  }

  /** The calm before. */
  Phase before() {
    return Phase.of(entries, from, begun);
  }

  /** From the fault's beginning until service was back, or to the end where it was not. */
  Phase during() {
    return Phase.of(entries, begun, back());
  }

  /** From then to the end. */
  Phase after() {
    return Phase.of(entries, back(), finished);
  }

  private long back() {
    return recovery().map(time -> ended + time.toNanos()).orElse(finished);
  }
}
