package ai.hal9.sim.load;

import ai.hal9.sim.scenario.Threshold;

/**
 * Whether a threshold was met.
 *
 * @param threshold the threshold
 * @param observed what was compared with its bound: of the whole run, or, with a window, of the
 *     worst stretch; not a number when there was no sample, which counts as missed
 * @param met whether it holds
 * @param abortedRun whether this threshold ended the run early
 */
public record ThresholdVerdict(
    Threshold threshold, double observed, boolean met, boolean abortedRun) {}
