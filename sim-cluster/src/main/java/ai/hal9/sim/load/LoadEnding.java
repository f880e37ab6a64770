package ai.hal9.sim.load;

/** How a run came to its end. */
public enum LoadEnding {
  /** The schedule ran out. */
  COMPLETED,
  /** Someone stopped it. */
  STOPPED,
  /** A threshold with {@code abort-on-fail} broke. */
  THRESHOLD_ABORTED
}
