package ai.hal9.sim.scenario;

import java.time.Duration;
import java.util.List;

/**
 * How load is produced. An open model offers requests at their time whatever the target does; in a
 * closed model each user waits for its answer before it asks again, so a slow target is asked less.
 */
public sealed interface Executor permits OpenModel, ClosedModel {

  /** The name in a scenario file, k6's: {@code constant-vus} and so on. */
  String kind();

  /** The stages in order; a constant executor has one. */
  List<Stage> stages();

  /** The rate (open) or users (closed) before the first stage. */
  long start();

  /** The length of all stages, without warm-up. */
  default Duration duration() {
    return stages().stream().map(Stage::duration).reduce(Duration.ZERO, Duration::plus);
  }

  /** The highest rate or number of users of the schedule. */
  default long peak() {
    return stages().stream().mapToLong(Stage::target).reduce(start(), Math::max);
  }
}
