package ai.hal9.sim.scenario;

import java.time.Duration;

/**
 * A linear change from the value before to the target.
 *
 * @param duration how long the change takes; zero jumps
 * @param target arrivals per time unit (open) or users (closed) at the stage's end; not negative
 */
public record Stage(Duration duration, long target) {

  public Stage {
    if (duration.isNegative() || target < 0) {
      throw new IllegalArgumentException("a stage has no negative duration or target");
    }
  }
}
