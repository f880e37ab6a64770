package ai.hal9.sim.scenario;

import java.time.Duration;
import java.util.List;

/**
 * A rate that changes linearly from stage to stage.
 *
 * @param startRate requests per time unit before the first stage; not negative
 * @param timeUnit what the rates refer to; positive
 * @param stages at least one, of positive duration in all
 */
public record RampingArrivalRate(long startRate, Duration timeUnit, List<Stage> stages)
    implements OpenModel {

  /** The name in a scenario file. */
  public static final String KIND = "ramping-arrival-rate";

  public RampingArrivalRate {
    stages = List.copyOf(stages);
    if (startRate < 0 || !timeUnit.isPositive() || stages.isEmpty()) {
      throw new IllegalArgumentException("start-rate, time-unit or stages out of range");
    }
  }

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public long start() {
    return startRate;
  }
}
