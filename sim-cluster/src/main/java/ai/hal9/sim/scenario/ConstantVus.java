package ai.hal9.sim.scenario;

import java.time.Duration;
import java.util.List;

/**
 * The same users all the time.
 *
 * @param vus number of users; positive
 * @param duration how long; positive
 */
public record ConstantVus(int vus, Duration duration) implements ClosedModel {

  /** The name in a scenario file. */
  public static final String KIND = "constant-vus";

  public ConstantVus {
    if (vus < 1 || !duration.isPositive()) {
      throw new IllegalArgumentException("vus and duration must be positive");
    }
  }

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public List<Stage> stages() {
    return List.of(new Stage(duration, vus));
  }

  @Override
  public long start() {
    return vus;
  }
}
