package ai.hal9.sim.load;

import ai.hal9.api.telemetry.LatencyHistogram;
import ai.hal9.sim.scenario.Stage;
import java.time.Duration;

/**
 * What happened in one stage of the schedule: the intervals that began within it.
 *
 * @param stage the stage
 * @param offset its start, counted from the end of the warm-up
 * @param counts what became of the requests
 * @param responseTime from the intended start
 * @param serviceTime from the actual sending
 */
public record StageResult(
    Stage stage,
    Duration offset,
    LoadCounts counts,
    LatencyHistogram responseTime,
    LatencyHistogram serviceTime) {}
