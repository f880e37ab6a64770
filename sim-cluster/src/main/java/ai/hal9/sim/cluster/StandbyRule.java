package ai.hal9.sim.cluster;

/** What {@code committed} promises with standbys of PostgreSQL, and without one that is left. */
public enum StandbyRule {
  /** A commit is acknowledged once the primary has synced it. */
  OFF,
  /**
   * Once a standby has synced it too; when none streams for a second, the primary alone is enough
   * until one is back.
   */
  AVAILABLE,
  /** Once a standby has synced it too, always: without one nothing is committed. */
  STRICT
}
