package ai.hal9.engine.signal;

import ai.hal9.api.metric.MetricCatalogue;
import ai.hal9.api.signal.Stage;
import ai.hal9.engine.telemetry.Meters;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What signals are counted and timed by. */
final class SignalMeters {

  final Meters.Count sent;
  final Meters.Count processed;
  final Meters.Count cacheRequests;
  final Meters.Count localHits;
  final Meters.Count redisHits;
  final Meters.Count coalesced;
  final Meters.Timing processing;
  private final Map<Refusal, Meters.Count> failed = new EnumMap<>(Refusal.class);
  private final Map<Stage, Meters.Timing> stages = new EnumMap<>(Stage.class);

  SignalMeters(Meters meters) {
    sent = meters.count(MetricCatalogue.SIGNALS_SENT);
    processed = meters.count(MetricCatalogue.SIGNALS_PROCESSED);
    cacheRequests = meters.count(MetricCatalogue.CACHE_REQUESTS);
    localHits = meters.count(MetricCatalogue.CACHE_HITS, "local");
    redisHits = meters.count(MetricCatalogue.CACHE_HITS, "redis");
    coalesced = meters.count(MetricCatalogue.CACHE_COALESCED);
    processing = meters.timing(MetricCatalogue.PROCESSING_TIME);
    for (var reason : Refusal.values()) {
      failed.put(reason, meters.count(MetricCatalogue.SIGNALS_FAILED, reason.wireName()));
    }
    for (var stage : Stage.values()) {
      stages.put(stage, meters.timing(MetricCatalogue.STAGE_TIME, stage.wireName()));
    }
  }

  Meters.Count failed(Refusal reason) {
    return known(failed.get(reason));
  }

  Meters.Timing stage(Stage stage) {
    return known(stages.get(stage));
  }

  private static <T> T known(@Nullable T meter) {
    if (meter == null) {
      throw new IllegalStateException("every constant has its meter");
    }
    return meter;
  }
}
