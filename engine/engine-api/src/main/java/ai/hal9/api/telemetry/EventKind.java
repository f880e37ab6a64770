package ai.hal9.api.telemetry;

/** What happened, for the markers on charts. */
public enum EventKind {
  TUNING,
  BREAKER,
  LIMIT,
  NODE_UP,
  NODE_DOWN,
  RESTART,
  SCALE,
  FAULT,
  LOAD_STAGE,
  FAILOVER,
  /** Something about the durable queue that somebody should look at. */
  QUEUE,
  /** Keys and limits of those who log in. */
  ACCESS,
  /** A configuration file that was refused. */
  CONFIGURATION,
  /** Partitions of tables that were made or dropped. */
  PARTITIONS
}
