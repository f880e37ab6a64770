package ai.hal9.sim.cluster;

/** Whom a cluster's nodes serve. */
public enum Auth {
  /** Known users, and clients that show no token. */
  OPTIONAL,
  /** Known users only. */
  REQUIRED
}
