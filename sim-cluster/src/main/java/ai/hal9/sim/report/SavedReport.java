package ai.hal9.sim.report;

import ai.hal9.api.telemetry.LatencyHistogram;
import ai.hal9.sim.load.GeneratorCheck;
import ai.hal9.sim.load.LoadCounts;
import ai.hal9.sim.load.LoadEnding;
import ai.hal9.sim.load.LoadInterval;
import ai.hal9.sim.load.OfferedPart;
import ai.hal9.sim.load.Steering;
import ai.hal9.sim.load.ThresholdVerdict;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A run as its {@code report.json} tells it, distributions whole: to be looked at again, and held
 * against others.
 *
 * @param startedAt wall time of the end of the warm-up
 * @param window from there to the last request's end
 * @param responseTime client, from the intended start
 * @param serviceTime client, from the actual sending
 * @param stages as the schedule had them
 * @param steerings when the schedule was left
 * @param generator the generator's check of itself, with its verdict
 */
public record SavedReport(
    Plan scenario,
    String target,
    Instant startedAt,
    Duration window,
    LoadEnding ending,
    LoadCounts counts,
    LatencyHistogram responseTime,
    LatencyHistogram serviceTime,
    Server server,
    List<Part> stages,
    List<Steering> steerings,
    List<LoadInterval> intervals,
    List<Judged> thresholds,
    GeneratorCheck generator,
    Setup setup) {

  public SavedReport {
    stages = List.copyOf(stages);
    steerings = List.copyOf(steerings);
    intervals = List.copyOf(intervals);
    thresholds = List.copyOf(thresholds);
  }

  /** The part that rates are taken over. */
  public OfferedPart offered() {
    return OfferedPart.of(intervals);
  }

  /** Completed requests per second while load was offered. */
  public double throughput() {
    return offered().throughput();
  }

  /** Whether no threshold was missed. */
  public boolean passed() {
    return thresholds.stream().noneMatch(each -> each.judgement() == MISSED);
  }

  /** Whether any threshold was judged. */
  public boolean judged() {
    return thresholds.stream()
        .anyMatch(each -> each.judgement() != ThresholdVerdict.Judgement.NOT_JUDGED);
  }

  private static final ThresholdVerdict.Judgement MISSED = ThresholdVerdict.Judgement.MISSED;

  /**
   * What was run.
   *
   * @param executor its kind
   * @param warmUp before the measured part
   * @param games whether every request was a player's action
   */
  public record Plan(
      String name, String description, String executor, Duration warmUp, boolean games) {}

  /** A stage of the schedule, its start counted from the end of the warm-up. */
  public record Part(Duration offset, Duration duration, long target) {}

  /**
   * A threshold and what came of it.
   *
   * @param condition as scenarios write it
   * @param observed in the condition's unit; not a number when there was no sample
   */
  public record Judged(String condition, double observed, ThresholdVerdict.Judgement judgement) {}

  /**
   * What the nodes said.
   *
   * @param heard whether any did
   * @param processingTime of the measured part, all nodes merged
   * @param hitRate share of look-ups; not a number when it is not known
   * @param begin of the first step
   * @param step length of each
   * @param steps processing time of all nodes step by step; empty in a gap
   */
  public record Server(
      boolean heard,
      LatencyHistogram processingTime,
      double hitRate,
      Instant begin,
      Duration step,
      List<Optional<LatencyHistogram>> steps) {

    public Server {
      steps = List.copyOf(steps);
    }
  }
}
