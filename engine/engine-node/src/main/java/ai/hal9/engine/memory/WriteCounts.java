package ai.hal9.engine.memory;

import ai.hal9.api.metric.MetricCatalogue;
import ai.hal9.engine.telemetry.Meters;
import ai.hal9.engine.tuning.CacheStrategy;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/** Counts writes of one kind by their strategy. */
final class WriteCounts {

  private final Map<CacheStrategy, Meters.Count> counts = new EnumMap<>(CacheStrategy.class);

  WriteCounts(Meters meters, String entity) {
    for (var strategy : CacheStrategy.values()) {
      var name = strategy.name().toLowerCase(Locale.ROOT);
      counts.put(strategy, meters.count(MetricCatalogue.ENTITY_WRITES, entity, name));
    }
  }

  void add(CacheStrategy strategy) {
    Objects.requireNonNull(counts.get(strategy)).increment();
  }
}
