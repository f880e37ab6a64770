package ai.hal9.sim.scenario;

/**
 * {@code aggregation operator bound}, such as {@code p(95)<500}.
 *
 * @param aggregation what is compared
 * @param operator how
 * @param bound with what: milliseconds for times, a share for rates, a number for counts
 */
public record ThresholdCondition(Aggregation aggregation, Operator operator, double bound) {

  /** A comparison. */
  public enum Operator {
    LESS("<"),
    AT_MOST("<="),
    GREATER(">"),
    AT_LEAST(">="),
    EQUAL("=="),
    UNEQUAL("!=");

    private final String sign;

    Operator(String sign) {
      this.sign = sign;
    }

    /** As it is written. */
    public String sign() {
      return sign;
    }

    /** Whether an observed value meets a bound. */
    public boolean holds(double observed, double bound) {
      return switch (this) {
        case LESS -> observed < bound;
        case AT_MOST -> observed <= bound;
        case GREATER -> observed > bound;
        case AT_LEAST -> observed >= bound;
        case EQUAL -> observed == bound;
        case UNEQUAL -> observed != bound;
      };
    }
  }

  /** Whether an observed value meets the condition; a missing one (not a number) never does. */
  public boolean holds(double observed) {
    return !Double.isNaN(observed) && operator.holds(observed, bound);
  }

  /** As k6 writes it. */
  public String text() {
    var number =
        bound == Math.rint(bound) && Math.abs(bound) < 1e15
            ? Long.toString((long) bound)
            : Double.toString(bound);
    return aggregation.text() + operator.sign() + number;
  }
}
