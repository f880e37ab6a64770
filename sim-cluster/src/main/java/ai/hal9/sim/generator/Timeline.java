package ai.hal9.sim.generator;

import ai.hal9.sim.scenario.Scenario;

/**
 * When the parts of a run begin, by the monotonic clock. All come from one anchor; a pause moves
 * what is to come and skips none of it.
 *
 * @param anchor when the warm-up begins
 * @param measured when the measured part begins
 * @param end when the schedule ends
 */
record Timeline(long anchor, long measured, long end) {

  static Timeline of(Scenario scenario, long anchor) {
    var measured = anchor + scenario.warmUp().toNanos();
    return new Timeline(anchor, measured, measured + scenario.executor().duration().toNanos());
  }

  /** After a pause: what has not begun at its start begins later by its length. */
  Timeline resumed(long pausedAt, long now) {
    var length = now - pausedAt;
    return new Timeline(
        anchor, measured - pausedAt > 0 ? measured + length : measured, end + length);
  }
}
