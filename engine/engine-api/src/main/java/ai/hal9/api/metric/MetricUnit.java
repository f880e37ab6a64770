package ai.hal9.api.metric;

/** The unit a metric's values are in. */
public enum MetricUnit {
  SECONDS("s"),
  BYTES("B"),
  /** A share between 0 and 1. */
  RATIO("ratio"),
  /** US dollars. */
  DOLLARS("$"),
  /** A number of things, which the metric's description names. */
  COUNT("");

  private final String symbol;

  MetricUnit(String symbol) {
    this.symbol = symbol;
  }

  /** As written behind a value; empty for plain numbers. */
  public String symbol() {
    return symbol;
  }
}
