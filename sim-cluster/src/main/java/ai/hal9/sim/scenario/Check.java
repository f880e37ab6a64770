package ai.hal9.sim.scenario;

import java.time.Duration;

/** Something that should hold of every answer; counted, and judged by the {@code checks} metric. */
public sealed interface Check {

  /** The answer has this status. */
  record StatusIs(int status) implements Check {}

  /** The answer came within this time, counted as response time is. */
  record TakesAtMost(Duration time) implements Check {}

  /** The answer's body contains this text. */
  record BodyContains(String text) implements Check {}
}
