package ai.hal9.console.effect;

import ai.hal9.api.metric.MetricCatalogue;
import ai.hal9.api.telemetry.LatencyHistogram;
import ai.hal9.api.telemetry.LatencySum;
import ai.hal9.console.series.Axis;
import ai.hal9.console.series.HistoryStore;
import ai.hal9.console.series.Scope;
import ai.hal9.dashboards.expression.Selection;
import ai.hal9.sim.telemetry.LatencyReadings;
import ai.hal9.sim.telemetry.Readings;
import java.util.stream.IntStream;

/** The intervals of one window: what each measure is computed from. */
final class Observed {

  private final LatencyReadings processing;
  private final LatencyReadings waits;
  private final Readings throughput;
  private final Readings accepted;
  private final Readings hits;
  private final Readings lookUps;
  private final LatencySum room = new LatencySum();

  private Observed(
      LatencyReadings processing,
      LatencyReadings waits,
      Readings throughput,
      Readings accepted,
      Readings hits,
      Readings lookUps) {
    this.processing = processing;
    this.waits = waits;
    this.throughput = throughput;
    this.accepted = accepted;
    this.hits = hits;
    this.lookUps = lookUps;
  }

  static Observed of(HistoryStore history, Axis axis, Scope scope) {
    return new Observed(
        history.distributions(axis, scope, Selection.of(MetricCatalogue.PROCESSING_TIME)),
        history.distributions(axis, scope, Selection.of(MetricCatalogue.DB_WAIT)),
        history.rate(axis, scope, Selection.of(MetricCatalogue.SIGNALS_PROCESSED)),
        history.rate(axis, scope, Selection.of(MetricCatalogue.SIGNALS_SENT)),
        history.rate(axis, scope, Selection.of(MetricCatalogue.CACHE_HITS)),
        history.rate(axis, scope, Selection.of(MetricCatalogue.CACHE_REQUESTS)));
  }

  /** The intervals of which a measure is known, in order. */
  int[] known(Measure measure) {
    return IntStream.range(0, throughput.size())
        .filter(
            i ->
                switch (measure) {
                  case P50, P99 -> sampled(processing, i);
                  case POOL_WAIT -> sampled(waits, i);
                  case THROUGHPUT -> throughput.known(i);
                  case HIT_RATE -> hits.known(i) && lookUps.at(i) > 0;
                })
        .toArray();
  }

  private static boolean sampled(LatencyReadings parts, int interval) {
    return parts.at(interval).filter(part -> part.count() > 0).isPresent();
  }

  /** A measure over some intervals together, each as often as it is named. */
  double value(Measure measure, int[] intervals) {
    return switch (measure) {
      case P50 -> merged(processing, intervals).micros(50) / 1e6;
      case P99 -> merged(processing, intervals).micros(99) / 1e6;
      case THROUGHPUT -> IntStream.of(intervals).mapToDouble(throughput::at).average().orElse(0);
      case HIT_RATE -> sum(hits, intervals) / sum(lookUps, intervals);
      case POOL_WAIT -> merged(waits, intervals).meanMicros() / 1e6;
    };
  }

  /** Whether the samples of these intervals are enough for a measure. */
  boolean supports(Measure measure, int[] intervals) {
    return switch (measure) {
      case P50 -> merged(processing, intervals).supports(50);
      case P99 -> merged(processing, intervals).supports(99);
      case POOL_WAIT -> merged(waits, intervals).supports(50);
      case HIT_RATE -> sum(lookUps, intervals) > 0;
      // nothing done of nothing asked says nothing of a system
      case THROUGHPUT -> IntStream.of(intervals).anyMatch(i -> accepted.at(i) > 0);
    };
  }

  private LatencyHistogram merged(LatencyReadings parts, int[] intervals) {
    for (var i : intervals) {
      parts.at(i).ifPresent(room::add);
    }
    return room.take();
  }

  private static double sum(Readings readings, int[] intervals) {
    return IntStream.of(intervals).mapToDouble(readings::at).sum();
  }
}
