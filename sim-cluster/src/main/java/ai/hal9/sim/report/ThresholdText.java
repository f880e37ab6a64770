package ai.hal9.sim.report;

import ai.hal9.sim.chart.Quantity;
import ai.hal9.sim.load.ThresholdVerdict;
import ai.hal9.sim.scenario.Aggregation;
import ai.hal9.sim.scenario.ThresholdMetric;
import java.time.Duration;

/** A threshold's verdict in words. */
public final class ThresholdText {

  private ThresholdText() {}

  /** What was observed, in the unit the metric has. */
  public static String observed(ThresholdVerdict verdict) {
    var value = verdict.observed();
    if (Double.isNaN(value)) {
      return Quantity.UNKNOWN;
    }
    return switch (verdict.threshold().condition().aggregation()) {
      case Aggregation.Percentile _, Aggregation.Average _, Aggregation.Maximum _ ->
          Quantity.LATENCY.text(value * 1_000);
      case Aggregation.Count _ -> Quantity.exact(Math.round(value));
      case Aggregation.Rate _ -> rate(verdict.threshold().metric(), value);
    };
  }

  private static String rate(ThresholdMetric metric, double value) {
    return switch (metric) {
      case HTTP_REQ_DURATION, HTTP_REQ_FAILED, CHECKS -> Quantity.SHARE.text(value);
      case HTTP_REQS, DROPPED_ITERATIONS -> Quantity.RATE.text(value);
    };
  }

  /** One word. */
  public static String verdict(ThresholdVerdict verdict) {
    return switch (verdict.judgement()) {
      case MET -> "met";
      case MISSED -> "missed";
      case NOT_JUDGED -> "not judged";
    };
  }

  /**
   * Over what it was judged.
   *
   * @param measured the run's measured part; a longer window was judged on all of it
   */
  static String reach(ThresholdVerdict verdict, Duration measured) {
    var stretch =
        verdict
            .threshold()
            .window()
            .filter(window -> window.compareTo(measured) <= 0)
            .map(window -> "worst " + Quantity.span(window))
            .orElse("whole run");
    return stretch
        + (verdict.abortedRun() ? ", ended the run" : "")
        + (verdict.missed() && Double.isNaN(verdict.observed()) ? ", no sample" : "");
  }
}
