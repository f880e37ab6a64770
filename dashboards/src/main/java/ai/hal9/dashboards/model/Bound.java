package ai.hal9.dashboards.model;

import ai.hal9.dashboards.expression.Value;

/**
 * What a value is held against.
 *
 * @param direction which side is good
 * @param value in the panel's unit
 */
public record Bound(Direction direction, double value) {

  /** Which side of a bound is good. */
  public enum Direction {
    AT_MOST,
    AT_LEAST,
    /** To be reached when it is asked for: less is no fault, because less may have been offered. */
    AIM
  }

  /** How a value stands to a bound. */
  public enum Verdict {
    MET,
    MISSED,
    /** Below an aim, which is no fault. */
    BELOW_AIM,
    /** Nothing was measured. */
    UNKNOWN
  }

  public Bound {
    if (!Double.isFinite(value)) {
      throw new IllegalArgumentException("a bound is a number, not " + value);
    }
  }

  /** How a measured value stands to this. */
  public Verdict judge(Value measured) {
    var number = measured.number();
    if (number.isEmpty()) {
      return Verdict.UNKNOWN;
    }
    return switch (direction) {
      case AT_MOST -> number.getAsDouble() <= value ? Verdict.MET : Verdict.MISSED;
      case AT_LEAST -> number.getAsDouble() >= value ? Verdict.MET : Verdict.MISSED;
      case AIM -> number.getAsDouble() >= value ? Verdict.MET : Verdict.BELOW_AIM;
    };
  }
}
