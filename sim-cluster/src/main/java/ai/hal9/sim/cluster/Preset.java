package ai.hal9.sim.cluster;

import ai.hal9.api.tuning.TuningCatalogue;
import java.util.Map;

/** A named set of tuning values that a cluster starts with. */
public enum Preset {
  /** The catalogue's defaults: every optimisation on. */
  DEFAULT,
  /** Every optimisation off: the competent plain way. */
  BEFORE,
  /** The most signals a second: large batches and a large cache, for some milliseconds each. */
  THROUGHPUT;

  private static final String OFF = "off";

  /** Values by the tuning parameters' keys. */
  public Map<String, String> settings() {
    return switch (this) {
      case DEFAULT -> Map.of();
      case BEFORE ->
          Map.of(
              TuningCatalogue.CACHING.key(), OFF,
              TuningCatalogue.COALESCING.key(), OFF,
              TuningCatalogue.BATCHING.key(), OFF,
              TuningCatalogue.POOLING.key(), OFF,
              TuningCatalogue.PARALLELISM.key(), OFF);
      case THROUGHPUT ->
          Map.of(
              TuningCatalogue.GROUP_COMMIT.key(), OFF,
              TuningCatalogue.SIGNAL_BUFFER_SIZE.key(), "200",
              TuningCatalogue.BUFFER_FLUSH_MS.key(), "20",
              TuningCatalogue.CACHE_MAX_ENTRIES.key(), "50000");
    };
  }
}
