package ai.hal9.sim.generator;

import ai.hal9.api.telemetry.LatencyHistogram;
import ai.hal9.sim.load.LoadCounts;
import ai.hal9.sim.load.LoadInterval;
import ai.hal9.sim.load.LoadPhase;
import ai.hal9.sim.load.StageResult;
import ai.hal9.sim.scenario.Executor;
import ai.hal9.sim.scenario.Stage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Adds a run's intervals up: as a whole and stage by stage. */
final class Totals {

  /** A little more than an hour, second by second. */
  private static final int MOST_INTERVALS = 4_000;

  private static final class Sum {
    LoadCounts counts = LoadCounts.NONE;
    LatencyHistogram response = LatencyHistogram.none();
    LatencyHistogram service = LatencyHistogram.none();
    LatencyHistogram lag = LatencyHistogram.none();

    void add(LoadInterval interval) {
      counts = counts.plus(interval.counts());
      response = response.plus(interval.responseTime());
      service = service.plus(interval.serviceTime());
      lag = lag.plus(interval.scheduleLag());
    }
  }

  private final Executor executor;
  private final Sum measured = new Sum();
  private final List<Sum> stages = new ArrayList<>();
  private final IntervalLog intervals = new IntervalLog(MOST_INTERVALS);
  private LoadCounts warmUp = LoadCounts.NONE;

  Totals(Executor executor) {
    this.executor = executor;
    executor.stages().forEach(_ -> stages.add(new Sum()));
  }

  /**
   * Takes an interval in.
   *
   * @param scheduled when it began by the schedule's clock, which a pause stops
   * @param late ends of warm-up requests that fell into a later phase
   */
  void add(LoadInterval interval, Duration scheduled, LoadCounts late) {
    intervals.add(interval);
    warmUp = warmUp.plus(late);
    if (interval.phase() == LoadPhase.WARM_UP) {
      warmUp = warmUp.plus(interval.counts());
    } else {
      measured.add(interval);
      stages.get(stageAt(scheduled)).add(interval);
    }
  }

  /**
   * The end of the stage that runs at a time, both by the schedule's clock; after all, that of the
   * last.
   */
  Duration stageEnd(Duration time) {
    return executor.stages().stream()
        .limit(stageAt(time) + 1L)
        .map(Stage::duration)
        .reduce(Duration.ZERO, Duration::plus);
  }

  private int stageAt(Duration time) {
    var end = Duration.ZERO;
    for (var i = 0; i < stages.size(); i++) {
      end = end.plus(executor.stages().get(i).duration());
      if (time.compareTo(end) < 0) {
        return i;
      }
    }
    return stages.size() - 1;
  }

  LoadCounts warmUp() {
    return warmUp;
  }

  LoadCounts counts() {
    return measured.counts;
  }

  LatencyHistogram responseTime() {
    return measured.response;
  }

  LatencyHistogram serviceTime() {
    return measured.service;
  }

  LatencyHistogram scheduleLag() {
    return measured.lag;
  }

  List<LoadInterval> intervals() {
    return intervals.intervals();
  }

  List<StageResult> stages() {
    var results = new ArrayList<StageResult>();
    var offset = Duration.ZERO;
    for (var i = 0; i < stages.size(); i++) {
      var stage = executor.stages().get(i);
      var sum = stages.get(i);
      results.add(new StageResult(stage, offset, sum.counts, sum.response, sum.service));
      offset = offset.plus(stage.duration());
    }
    return results;
  }
}
