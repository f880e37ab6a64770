package ai.hal9.engine.signal;

import ai.hal9.api.metric.MetricCatalogue;
import ai.hal9.api.signal.Stage;
import ai.hal9.engine.telemetry.Meters;
import java.util.Arrays;

/** What signals are counted and timed by. */
final class SignalMeters {

  final Meters.Count sent;
  final Meters.Count processed;
  final Meters.Count cacheRequests;
  final Meters.Count localHits;
  final Meters.Count redisHits;
  final Meters.Count coalesced;
  final Meters.Timing processing;
  private final Meters.Count[] failed;
  private final Meters.Timing[] stages;

  SignalMeters(Meters meters) {
    sent = meters.count(MetricCatalogue.SIGNALS_SENT);
    processed = meters.count(MetricCatalogue.SIGNALS_PROCESSED);
    cacheRequests = meters.count(MetricCatalogue.CACHE_REQUESTS);
    localHits = meters.count(MetricCatalogue.CACHE_HITS, "local");
    redisHits = meters.count(MetricCatalogue.CACHE_HITS, "redis");
    coalesced = meters.count(MetricCatalogue.CACHE_COALESCED);
    processing = meters.timing(MetricCatalogue.PROCESSING_TIME);
    failed =
        Arrays.stream(Refusal.values())
            .map(reason -> meters.count(MetricCatalogue.SIGNALS_FAILED, reason.wireName()))
            .toArray(Meters.Count[]::new);
    stages =
        Arrays.stream(Stage.values())
            .map(stage -> meters.timing(MetricCatalogue.STAGE_TIME, stage.wireName()))
            .toArray(Meters.Timing[]::new);
  }

  Meters.Count failed(Refusal reason) {
    return failed[reason.ordinal()];
  }

  Meters.Timing stage(Stage stage) {
    return stages[stage.ordinal()];
  }
}
