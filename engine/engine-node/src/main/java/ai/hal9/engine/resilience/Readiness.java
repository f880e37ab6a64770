package ai.hal9.engine.resilience;

import java.util.List;

/** What a node depends on, and whether it can have it now. */
@FunctionalInterface
public interface Readiness {

  /** Every part, in a fixed order; never blocks. */
  List<Part> parts();

  /** Whether every part that the node cannot answer without is there. */
  default boolean ready() {
    return parts().stream().allMatch(part -> part.ready() || !part.required());
  }

  /**
   * One part.
   *
   * @param name for instance {@code postgres}
   * @param ready whether it answers
   * @param required whether the node cannot answer signals without it
   * @param reason what is wrong, or how it is; one line
   */
  record Part(String name, boolean ready, boolean required, String reason) {}
}
