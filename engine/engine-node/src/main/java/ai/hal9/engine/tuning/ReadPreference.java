package ai.hal9.engine.tuning;

/** Which of a shard's servers reads that may go to a standby go to (seed 5). */
public enum ReadPreference {
  /** The primary. */
  PRIMARY,
  /** A standby, of the node's region where there is one, however far behind it is. */
  REPLICA,
  /** Whichever server answers fastest from here, however far behind it is. */
  NEAREST,
  /** A standby that has replayed all that was acknowledged before the read; else the primary. */
  BOUNDED_STALENESS
}
