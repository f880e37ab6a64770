package ai.hal9.api.tuning;

/** How far a change reaches. */
public enum TuningScope {
  /** The node that was asked, until its restart. */
  NODE,
  /** Every node of the cluster, those that join later too. */
  CLUSTER
}
