package ai.hal9.api.tuning;

/** Where the value in force comes from; a later one goes before an earlier one. */
public enum ValueSource {
  /** Nobody has set it. */
  DEFAULT,
  /** The node's configuration file. */
  FILE,
  /** A change of scope cluster. */
  CLUSTER,
  /** A change of scope node, on this node. */
  NODE
}
