package ai.hal9.console.overview;

import ai.hal9.console.chart.ChartSpec.Target;
import ai.hal9.console.ui.Health;
import ai.hal9.console.ui.Unit;

/**
 * What is asked of a number.
 *
 * @param kind whether the bound is the most or the least
 * @param bound in the number's unit
 */
record Goal(Kind kind, double bound) {

  enum Kind {
    AT_MOST,
    AT_LEAST,
    /** Nothing is asked. */
    NONE
  }

  static final Goal NONE = new Goal(Kind.NONE, Double.NaN);

  static Goal atMost(double bound) {
    return new Goal(Kind.AT_MOST, bound);
  }

  static Goal atLeast(double bound) {
    return new Goal(Kind.AT_LEAST, bound);
  }

  Health judge(double value) {
    if (Double.isNaN(value) || kind == Kind.NONE) {
      return Health.UNKNOWN;
    }
    return (kind == Kind.AT_MOST ? value <= bound : value >= bound) ? Health.GOOD : Health.BAD;
  }

  /** {@code target ≤ 100 ms}; empty where nothing is asked. */
  String words(Unit unit) {
    return switch (kind) {
      case AT_MOST -> "target ≤ " + unit.tick(bound);
      case AT_LEAST -> "target ≥ " + unit.tick(bound);
      case NONE -> "";
    };
  }

  /** As a line on a chart. */
  Target line(String of, Unit unit) {
    return new Target(bound, of + " " + words(unit));
  }
}
