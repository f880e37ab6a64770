package ai.hal9.sim.scenario;

/** How a metric becomes the one number that a threshold compares. */
public sealed interface Aggregation {

  /** As k6 writes it. */
  String text();

  /** {@code p(95)}: the value at a percentile between 0 and 100; {@code med} is {@code p(50)}. */
  record Percentile(double percentile) implements Aggregation {
    @Override
    public String text() {
      return percentile == Math.rint(percentile)
          ? "p(%d)".formatted((long) percentile)
          : "p(" + percentile + ")";
    }
  }

  /** {@code avg}: the mean. */
  record Average() implements Aggregation {
    @Override
    public String text() {
      return "avg";
    }
  }

  /** {@code max}: the largest value. */
  record Maximum() implements Aggregation {
    @Override
    public String text() {
      return "max";
    }
  }

  /** {@code count}: how many. */
  record Count() implements Aggregation {
    @Override
    public String text() {
      return "count";
    }
  }

  /** {@code rate}: the share between 0 and 1, or, of a plain counter, the number per second. */
  record Rate() implements Aggregation {
    @Override
    public String text() {
      return "rate";
    }
  }
}
