package ai.hal9.engine.telemetry;

import ai.hal9.api.metric.Series;
import ai.hal9.api.telemetry.TelemetrySource;
import java.util.Map;

/**
 * What a store said of itself.
 *
 * @param source who spoke
 * @param counters totals since the source started
 * @param gauges values of the moment
 */
public record StoreReading(
    TelemetrySource source, Map<Series, Double> counters, Map<Series, Double> gauges) {

  public StoreReading {
    counters = Map.copyOf(counters);
    gauges = Map.copyOf(gauges);
  }
}
