package ai.hal9.api.tuning;

/** When a change takes effect. */
public enum Application {
  /** At once, under load. */
  LIVE,
  /** When the node next starts; it cannot be changed by a tuning request. */
  RESTART
}
