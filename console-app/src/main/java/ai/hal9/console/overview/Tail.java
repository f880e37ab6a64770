package ai.hal9.console.overview;

import ai.hal9.dashboards.expression.Value;

/**
 * A high percentile of a latency.
 *
 * @param seconds {@code NaN} when there is none
 * @param weak whether there are too few samples to know it
 */
record Tail(double seconds, boolean weak) implements Comparable<Tail> {

  /** Of what has no requests. */
  static final Tail NONE = new Tail(Double.NaN, false);

  static Tail of(Value value) {
    return new Tail(
        value.number().orElse(Double.NaN),
        value instanceof Value.Quantile(_, _, var supported) && !supported);
  }

  @Override
  public int compareTo(Tail other) {
    return Double.compare(seconds, other.seconds);
  }
}
