package ai.hal9.sim.report;

import ai.hal9.api.metric.Metric;
import ai.hal9.api.metric.MetricCatalogue;
import ai.hal9.sim.load.LoadResult;
import ai.hal9.sim.telemetry.ServerTimeline;
import ai.hal9.sim.telemetry.ServerWindow;
import ai.hal9.sim.telemetry.TelemetryLog;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;

/**
 * A run with all that is known of it.
 *
 * @param load what the client saw
 * @param server what the nodes said meanwhile; empty when none was heard
 * @param setup what was measured, and on what
 */
public record RunReport(LoadResult load, ServerTimeline server, Setup setup) {

  /** What reports say of nodes; whoever listens for one keeps these. */
  public static final Set<Metric> METRICS =
      Set.of(
          MetricCatalogue.BATCHES,
          MetricCatalogue.CACHE_COALESCED,
          MetricCatalogue.CACHE_HITS,
          MetricCatalogue.CACHE_REQUESTS,
          MetricCatalogue.DB_ACTIVE,
          MetricCatalogue.DB_MAX,
          MetricCatalogue.DB_PENDING,
          MetricCatalogue.GAMES_FORWARDED,
          MetricCatalogue.GAME_ACTIONS,
          MetricCatalogue.GAME_ACTION_TIME,
          MetricCatalogue.GAME_BATCHES,
          MetricCatalogue.GAME_REFUSALS,
          MetricCatalogue.GAME_ROUNDS,
          MetricCatalogue.MACHINE_CPU,
          MetricCatalogue.PARALLEL_ACTIVE,
          MetricCatalogue.PARALLEL_MAX,
          MetricCatalogue.PARALLEL_WAITING,
          MetricCatalogue.PROCESSING_TIME,
          MetricCatalogue.PROCESS_CPU,
          MetricCatalogue.RESIDENT_MEMORY,
          MetricCatalogue.SIGNALS_FAILED,
          MetricCatalogue.SIGNALS_PROCESSED,
          MetricCatalogue.SIGNALS_STORED,
          MetricCatalogue.STAGE_TIME);

  /** The report of a run that has ended. */
  public static RunReport of(LoadResult load, TelemetryLog log, Setup setup) {
    return new RunReport(
        load, ServerTimeline.of(log, at(load, begin(load)), at(load, end(load))), setup);
  }

  /**
   * The measured part as the nodes saw it. They speak once a step: where a step holds the end of
   * the warm-up, the measured part begins with the next.
   */
  public ServerWindow measured() {
    var warm = load.warmUp().offered() > 0;
    return server.over(load.startedAt(), load.startedAt().plus(load.window()), !warm);
  }

  /** What its requests are to the nodes. */
  Work work() {
    return Work.of(load.scenario());
  }

  /** Where the run's first interval begins, counted from the end of the warm-up. */
  Duration begin() {
    return begin(load);
  }

  /** Where its last interval ends. */
  Duration end() {
    return end(load);
  }

  private static Duration begin(LoadResult load) {
    return load.intervals().isEmpty() ? Duration.ZERO : load.intervals().getFirst().offset();
  }

  private static Duration end(LoadResult load) {
    if (load.intervals().isEmpty()) {
      return load.window();
    }
    var last = load.intervals().getLast();
    return last.offset().plus(last.length());
  }

  private static Instant at(LoadResult load, Duration offset) {
    return load.startedAt().plus(offset);
  }
}
