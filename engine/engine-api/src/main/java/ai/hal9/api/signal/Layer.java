package ai.hal9.api.signal;

/** The layers a signal passes, from strategy to implementation. */
public enum Layer {
  /** Strategic. */
  L4,
  /** Design. */
  L3,
  /** Implementation. */
  L2
}
