package ai.hal9.dashboards.alert;

import ai.hal9.dashboards.expression.Expression;
import ai.hal9.dashboards.expression.Value;
import java.time.Duration;

/** What a console watches for an alert. */
public sealed interface Condition {

  /**
   * An expression beyond a threshold, on each node alone.
   *
   * @param expression over the readings of one node and one window
   * @param side which side of the threshold is bad
   * @param threshold in the expression's unit
   * @param window how far back the readings reach
   * @param hold how long it must be so before the alert fires
   */
  record Watched(Expression expression, Side side, double threshold, Duration window, Duration hold)
      implements Condition {
    public Watched {
      if (hold.isNegative()) {
        throw new IllegalArgumentException("a negative duration");
      }
      if (!window.isPositive()) {
        throw new IllegalArgumentException("a window is longer than nothing");
      }
    }

    /** Whether it holds for what its expression gave; never where nothing was measured. */
    public boolean holds(Value value) {
      var number = value.number();
      return number.isPresent()
          && switch (side) {
            case ABOVE -> number.getAsDouble() > threshold;
            case BELOW -> number.getAsDouble() < threshold;
          };
    }
  }

  /**
   * Nothing, because the console cannot tell.
   *
   * @param reason why, for a person
   */
  record Unwatched(String reason) implements Condition {}

  /** Which side of a threshold is bad. */
  enum Side {
    ABOVE,
    BELOW
  }
}
