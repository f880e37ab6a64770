package ai.hal9.console.effect;

/**
 * One measure before and after a change, in the measure's unit.
 *
 * @param measure which
 * @param before over the window before; {@code NaN} when nothing was heard
 * @param after over the window after, likewise
 * @param low the confidence interval's lower end for the difference, after minus before; {@code
 *     NaN} without enough data
 * @param high its upper end
 * @param verdict what the interval says
 */
public record MeasureEffect(
    Measure measure, double before, double after, double low, double high, Verdict verdict) {

  /** After minus before. */
  public double difference() {
    return after - before;
  }

  /** The difference as a share of the value before; {@code NaN} where that is zero or unknown. */
  public double relative() {
    return before == 0 ? Double.NaN : difference() / before;
  }
}
