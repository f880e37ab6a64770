package ai.hal9.console.history;

/**
 * What the page of runs shows.
 *
 * @param curves of the runs compared
 */
record OpenRuns(Comparison comparison, RunCurves curves) {

  /** Computes the curves, which takes a while for long runs. */
  static OpenRuns of(Comparison comparison) {
    return new OpenRuns(comparison, RunCurves.of(comparison));
  }

  /**
   * As it is of these of its runs now, in their order and as they are called; nothing is computed.
   */
  OpenRuns with(Comparison now) {
    return new OpenRuns(now, curves.arranged(now));
  }
}
