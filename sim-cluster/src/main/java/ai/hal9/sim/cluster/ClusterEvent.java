package ai.hal9.sim.cluster;

/**
 * Something a supervisor tells whoever started the cluster.
 *
 * @param text one line for the user
 */
public record ClusterEvent(Kind kind, String text) {

  /** What it is about. */
  public enum Kind {
    /** A step of starting or stopping begins. */
    BEGUN,
    /** A step of starting or stopping is done. */
    STEP,
    /** Something happened to the running cluster, for instance a node died. */
    NOTICE,
    /** The cluster is ready for clients. */
    READY,
    /** The cluster cannot be started; it is gone. */
    FAILED
  }
}
