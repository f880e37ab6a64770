package ai.hal9.sim.generator;

import ai.hal9.sim.scenario.Executor;
import ai.hal9.sim.scenario.Stage;

/** The load during warm-up. */
final class WarmUp {

  private WarmUp() {}

  /** The executor's starting load, or, where that is none, the first stage's target. */
  static long level(Executor executor) {
    return executor.start() > 0
        ? executor.start()
        : executor.stages().stream().mapToLong(Stage::target).findFirst().orElse(0);
  }
}
