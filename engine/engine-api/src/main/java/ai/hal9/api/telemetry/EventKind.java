package ai.hal9.api.telemetry;

/** What happened, for the markers on charts. */
public enum EventKind {
  TUNING,
  BREAKER,
  NODE_UP,
  NODE_DOWN,
  RESTART,
  SCALE,
  FAULT,
  LOAD_STAGE,
  FAILOVER,
  /** Keys and limits of those who log in. */
  ACCESS
}
