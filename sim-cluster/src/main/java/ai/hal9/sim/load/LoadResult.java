package ai.hal9.sim.load;

import ai.hal9.api.telemetry.LatencyHistogram;
import ai.hal9.sim.scenario.Scenario;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * The figures of a run, seen from the client. Nothing of the warm-up is in them but {@code warmUp}
 * and the intervals of that phase.
 *
 * @param scenario what was run
 * @param target against which address
 * @param startedAt wall time of the end of the warm-up; of its planned end when the run was stopped
 *     before
 * @param window from the end of the warm-up to the last request's end
 * @param ending how it ended
 * @param warmUp what became of the warm-up's requests
 * @param counts what became of the measured requests
 * @param responseTime from the intended start; equals service time in closed models. What was never
 *     answered is in it with the time that was waited for it
 * @param serviceTime from the actual sending
 * @param intervals second by second, warm-up included; of a run of more than an hour in longer ones
 * @param stages stage by stage, as the schedule has them
 * @param steerings when the schedule was left, in order; empty for a run that kept to it
 * @param thresholds a verdict per threshold of the scenario, in its order
 * @param generator the generator's check of itself
 */
public record LoadResult(
    Scenario scenario,
    URI target,
    Instant startedAt,
    Duration window,
    LoadEnding ending,
    LoadCounts warmUp,
    LoadCounts counts,
    LatencyHistogram responseTime,
    LatencyHistogram serviceTime,
    List<LoadInterval> intervals,
    List<StageResult> stages,
    List<Steering> steerings,
    List<ThresholdVerdict> thresholds,
    GeneratorCheck generator) {

  public LoadResult {
    intervals = List.copyOf(intervals);
    stages = List.copyOf(stages);
    steerings = List.copyOf(steerings);
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
    return thresholds.stream().noneMatch(ThresholdVerdict::missed);
  }

  /** Whether the generator could keep up. */
  public Validity validity() {
    return generator.validity();
  }
}
