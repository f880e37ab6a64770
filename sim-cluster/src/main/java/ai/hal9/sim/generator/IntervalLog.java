package ai.hal9.sim.generator;

import ai.hal9.sim.load.LoadInterval;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The intervals of a run in bounded memory. Where they become too many, neighbours of one phase are
 * taken together, exactly, into intervals of twice the length.
 */
final class IntervalLog {

  /** How much an interval may be longer than its nominal length. */
  private static final Duration SLACK = Duration.ofMillis(200);

  private final int most;
  private List<LoadInterval> intervals = new ArrayList<>();
  private Duration length = Duration.ofSeconds(1);

  /**
   * @param most how many are kept; more than the phases of a run
   */
  IntervalLog(int most) {
    this.most = most;
  }

  void add(LoadInterval interval) {
    intervals.add(interval);
    if (intervals.size() > most) {
      length = length.multipliedBy(2);
      intervals = together();
    }
  }

  /** All of the same length, but those that end with their stage or phase. */
  List<LoadInterval> intervals() {
    return length.compareTo(Duration.ofSeconds(1)) == 0 ? List.copyOf(intervals) : together();
  }

  private List<LoadInterval> together() {
    var taken = new ArrayList<LoadInterval>();
    for (var next : intervals) {
      var last = taken.isEmpty() ? null : taken.getLast();
      if (last != null
          && last.phase() == next.phase()
          && last.length().plus(next.length()).compareTo(length.plus(SLACK)) <= 0) {
        taken.set(taken.size() - 1, last.with(next));
      } else {
        taken.add(next);
      }
    }
    return taken;
  }
}
