package ai.hal9.sim.load;

/** What came of starting a run. */
public sealed interface LoadOutcome {

  /** It ran, to its end or until it was stopped. */
  record Ran(LoadResult result) implements LoadOutcome {}

  /**
   * No connection could be made, so nothing was offered.
   *
   * @param reason what the operating system said
   */
  record Unreachable(String reason) implements LoadOutcome {}
}
