package ai.hal9.sim.load;

import ai.hal9.sim.scenario.Threshold;

/**
 * Whether a threshold was met.
 *
 * @param threshold the threshold
 * @param observed what was compared with its bound: of the whole run, or, with a window, of the
 *     worst stretch; not a number when there was no sample
 * @param judgement what came of it; missed when it was measured and there was no sample
 * @param abortedRun whether this threshold ended the run early
 */
public record ThresholdVerdict(
    Threshold threshold, double observed, Judgement judgement, boolean abortedRun) {

  /** What came of a threshold. */
  public enum Judgement {
    MET,
    MISSED,
    /** The run ended before anything was measured. */
    NOT_JUDGED;

    static Judgement of(boolean holds) {
      return holds ? MET : MISSED;
    }
  }

  /** Whether it holds. */
  public boolean met() {
    return judgement == Judgement.MET;
  }

  /** Whether it was judged and does not hold. */
  public boolean missed() {
    return judgement == Judgement.MISSED;
  }
}
