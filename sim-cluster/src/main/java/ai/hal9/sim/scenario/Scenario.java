package ai.hal9.sim.scenario;

import java.time.Duration;
import java.util.List;

/**
 * A load scenario.
 *
 * @param name how commands and reports call it
 * @param description one sentence; may be empty
 * @param executor how load is produced
 * @param warmUp before the measured part, at its starting load; in no figure; default none
 * @param gracefulStop how long requests under way may take once the schedule has ended; default 30
 *     s
 * @param thinkTime between an answer and the same user's next request; closed models; default none
 * @param connections open models: how many connections arrivals share; default 64. A closed model
 *     has one per user
 * @param maxPending open models: how many arrivals may wait for a connection before further ones
 *     are dropped; default 100,000
 * @param timeout after which a sent request counts as failed and its connection is given up;
 *     default 30 s
 * @param seed of all random draws; default 9
 * @param mix the requests; at least one
 * @param data the contents' shape
 * @param games played for the run, whose actions are then its requests
 * @param thresholds what must hold; may be empty
 */
public record Scenario(
    String name,
    String description,
    Executor executor,
    Duration warmUp,
    Duration gracefulStop,
    Duration thinkTime,
    int connections,
    int maxPending,
    Duration timeout,
    long seed,
    List<RequestTemplate> mix,
    DataShape data,
    GameShape games,
    List<Threshold> thresholds) {

  public Scenario {
    mix = List.copyOf(mix);
    thresholds = List.copyOf(thresholds);
    if (mix.isEmpty() || connections < 1 || maxPending < 0 || !timeout.isPositive()) {
      throw new IllegalArgumentException("a scenario's value is out of range");
    }
  }

  /** From the first warm-up request to the end of the schedule. */
  public Duration length() {
    return warmUp.plus(executor.duration());
  }
}
