package ai.hal9.api.telemetry;

/** What a snapshot speaks of. */
public enum SourceKind {
  NODE,
  POSTGRES,
  REDIS,
  BALANCER,
  /** A load generator, which tells how the cluster looks from outside. */
  CLIENT
}
