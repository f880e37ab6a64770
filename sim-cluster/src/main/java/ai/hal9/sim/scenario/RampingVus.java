package ai.hal9.sim.scenario;

import java.util.List;

/**
 * A number of users that changes linearly from stage to stage.
 *
 * @param startVus users before the first stage; not negative
 * @param stages at least one, of positive duration in all
 */
public record RampingVus(int startVus, List<Stage> stages) implements ClosedModel {

  /** The name in a scenario file. */
  public static final String KIND = "ramping-vus";

  public RampingVus {
    stages = List.copyOf(stages);
    if (startVus < 0 || stages.isEmpty()) {
      throw new IllegalArgumentException("start-vus or stages out of range");
    }
  }

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public long start() {
    return startVus;
  }
}
