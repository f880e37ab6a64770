package ai.hal9.sim.load;

import java.time.Duration;

/**
 * Someone took a run off its schedule's course.
 *
 * @param offset when, counted from the end of the warm-up; negative within it
 * @param target the load held from then on: requests per time unit (open) or users (closed)
 */
public record Steering(Duration offset, long target) {}
