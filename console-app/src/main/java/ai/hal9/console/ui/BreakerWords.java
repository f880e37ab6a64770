package ai.hal9.console.ui;

import ai.hal9.sim.chart.Quantity;

/** A circuit breaker's state, which is a number in telemetry, as it is told on screen. */
public final class BreakerWords {

  private BreakerWords() {}

  /**
   * In a word; {@code –} when it is not known.
   *
   * @param state 0 closed, 1 half-open, 2 open
   */
  public static String of(double state) {
    if (Double.isNaN(state)) {
      return Quantity.UNKNOWN;
    }
    return state >= 2 ? "open" : state >= 1 ? "half-open" : "closed";
  }
}
