package ai.hal9.engine.resilience;

import ai.hal9.api.metric.MetricCatalogue;
import ai.hal9.api.telemetry.EventKind;
import ai.hal9.api.telemetry.TelemetryEvent;
import ai.hal9.engine.telemetry.Events;
import ai.hal9.engine.telemetry.Meters;
import java.time.InstantSource;
import java.util.Map;

/** Counts and tells, for each store, that this node is served by another server than before. */
public final class Failovers {

  private static final double MILLIS_PER_SECOND = 1_000;

  private final Meters meters;
  private final Events events;
  private final InstantSource clock;

  public Failovers(Meters meters, Events events, InstantSource clock) {
    this.meters = meters;
    this.events = events;
    this.clock = clock;
  }

  /**
   * Those of one store.
   *
   * @param store what the metrics call it
   * @param name what people call it
   */
  public Moves of(String store, String name) {
    var count = meters.count(MetricCatalogue.FAILOVERS, store);
    var time = meters.timing(MetricCatalogue.FAILOVER_TIME, store);
    return (from, to, without) -> {
      count.increment();
      time.recordNanos(without.toNanos());
      events.publish(
          new TelemetryEvent(
              EventKind.FAILOVER,
              clock.instant(),
              "%s is served by %s, no longer by %s (%.1f s without)"
                  .formatted(name, to, from, without.toMillis() / MILLIS_PER_SECOND),
              Map.of("store", store, "from", from, "to", to)));
    };
  }
}
