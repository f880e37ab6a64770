package ai.hal9.sim.scenario;

import java.util.Locale;

/** The metrics a threshold can judge, by k6's names. */
public enum ThresholdMetric {
  /** Response time in milliseconds. */
  HTTP_REQ_DURATION,
  /** Requests without a good answer: status of 400 and more, timeout, broken connection. */
  HTTP_REQ_FAILED,
  /** Requests that came to an end, well or not. */
  HTTP_REQS,
  /** Arrivals that were never sent, because too many were waiting. */
  DROPPED_ITERATIONS,
  /** Checks; the rate is the share that held. */
  CHECKS;

  /** The name in a scenario file. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
