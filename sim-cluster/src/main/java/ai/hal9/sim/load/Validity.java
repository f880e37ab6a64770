package ai.hal9.sim.load;

import java.util.List;

/** Whether a run's figures speak of the target, or of a generator that could not keep up. */
public sealed interface Validity {

  /** The generator had room to spare. */
  record Valid() implements Validity {}

  /**
   * The figures can be no baseline.
   *
   * @param because one sentence per reason; at least one
   */
  record Invalid(List<String> because) implements Validity {
    public Invalid {
      because = List.copyOf(because);
      if (because.isEmpty()) {
        throw new IllegalArgumentException("a run is invalid for a reason");
      }
    }
  }
}
