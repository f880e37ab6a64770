package ai.hal9.sim.load;

/** The parts of a run. */
public enum LoadPhase {
  /** Before measuring; in no figure. */
  WARM_UP,
  /** The scenario's schedule. */
  MEASURED,
  /** After the schedule: requests under way are awaited; their ends are in the figures. */
  DRAINING
}
