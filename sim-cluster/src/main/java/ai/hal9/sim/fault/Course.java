package ai.hal9.sim.fault;

import java.util.Collection;
import java.util.List;

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

  /** The calm before. */
  Phase before() {
    return Phase.of(entries, from, begun);
  }

  /** From the fault's beginning until service was back, or to the end where it was not. */
  Phase during() {
    return Phase.of(entries, begun, back());
  }

  /** The calm after. */
  Phase after() {
    return Phase.of(entries, back(), finished);
  }

  private long back() {
    var recovery = Recovery.after(entries, ended, finished);
    return recovery.isPresent() ? ended + recovery.getAsLong() : finished;
  }
}
