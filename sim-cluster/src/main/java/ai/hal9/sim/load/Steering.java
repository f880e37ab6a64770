package ai.hal9.sim.load;

import java.time.Duration;
import java.util.OptionalLong;

/**
 * Someone took a run off its schedule's course, or back to it.
 *
 * @param offset when, counted from the end of the warm-up; negative within it
 * @param target the load held from then on: requests per time unit (open) or users (closed); empty
 *     where the schedule is followed again
 */
public record Steering(Duration offset, OptionalLong target) {}
