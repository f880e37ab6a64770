package ai.hal9.sim.scenario;

import java.time.Duration;
import java.util.Optional;

/**
 * A condition that decides whether a run passes.
 *
 * @param metric what is judged
 * @param condition the condition on it
 * @param abortOnFail whether the run ends as soon as the condition breaks
 * @param delayAbortEval how long after the warm-up a break does not yet end the run
 * @param window empty: judged over the whole run; else over every stretch of this length, and one
 *     bad stretch breaks it
 */
@SuppressWarnings("OptionalUsedAsFieldOrParameterType")
public record Threshold(
    ThresholdMetric metric,
    ThresholdCondition condition,
    boolean abortOnFail,
    Duration delayAbortEval,
    Optional<Duration> window) {

  /** As k6 writes it, {@code http_req_duration: p(95)<500}. */
  public String text() {
    return metric.wireName()
        + ": "
        + condition.text()
        + window.map(w -> " over " + w.toSeconds() + "s").orElse("");
  }
}
