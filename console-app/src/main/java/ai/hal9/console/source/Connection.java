package ai.hal9.console.source;

/** How well a cluster is heard. */
public enum Connection {
  /** Nothing was heard yet. */
  CONNECTING,
  /** Every member is heard. */
  LIVE,
  /** Some members are heard and some are not. */
  PARTIAL,
  /** Something was heard earlier, and nothing now. */
  LOST
}
