package ai.hal9.api.telemetry;

/** What a snapshot speaks of. */
public enum SourceKind {
  NODE,
  POSTGRES,
  REDIS,
  BALANCER
}
