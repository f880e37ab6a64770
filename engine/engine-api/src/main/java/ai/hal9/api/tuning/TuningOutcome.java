package ai.hal9.api.tuning;

import java.util.List;

/** What became of a {@link TuningChange}. */
public sealed interface TuningOutcome {

  /** In force on this node; with cluster scope the others follow within a second. */
  record Applied(TuningVersion version) implements TuningOutcome {}

  /** Nothing was changed, and all the reasons. */
  record Refused(List<TuningViolation> violations) implements TuningOutcome {
    public Refused {
      violations = List.copyOf(violations);
    }
  }

  /** Nothing was changed: someone else was faster. */
  record Conflict(long expected, long actual) implements TuningOutcome {}

  /** Nothing was changed: the shared store that carries cluster-wide changes is out of reach. */
  record Unreachable(String reason) implements TuningOutcome {}
}
