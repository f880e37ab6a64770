package ai.hal9.sim.cluster;

import java.util.Map;

/** A named set of tuning values that a cluster starts with. */
public enum Preset {
  /** The catalogue's defaults: every optimisation on. */
  DEFAULT,
  /** Every optimisation off: the competent plain way. */
  BEFORE;

  private static final String OFF = "off";

  /** Values by the tuning parameters' keys. */
  public Map<String, String> settings() {
    return switch (this) {
      case DEFAULT -> Map.of();
      case BEFORE ->
          Map.of(
              "performance.caching", OFF,
              "performance.coalescing", OFF,
              "performance.batching", OFF,
              "performance.pooling", OFF,
              "performance.parallelism", OFF);
    };
  }
}
