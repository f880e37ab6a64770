package ai.hal9.sim.scenario;

import java.time.Duration;
import java.util.List;

/**
 * The same number of requests in every time unit.
 *
 * @param rate requests per time unit; positive
 * @param timeUnit what the rate refers to; positive
 * @param duration how long; positive
 */
public record ConstantArrivalRate(long rate, Duration timeUnit, Duration duration)
    implements OpenModel {

  /** The name in a scenario file. */
  public static final String KIND = "constant-arrival-rate";

  public ConstantArrivalRate {
    if (rate < 1 || !timeUnit.isPositive() || !duration.isPositive()) {
      throw new IllegalArgumentException("rate, time-unit and duration must be positive");
    }
  }

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public List<Stage> stages() {
    return List.of(new Stage(duration, rate));
  }

  @Override
  public long start() {
    return rate;
  }
}
