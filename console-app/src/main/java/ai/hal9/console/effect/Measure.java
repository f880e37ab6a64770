package ai.hal9.console.effect;

import ai.hal9.api.metric.MetricUnit;

/** What an effect is looked for in. */
public enum Measure {
  /** Median processing time, server side, from merged distributions. */
  P50("p50", MetricUnit.SECONDS, false),
  /** 99th percentile of processing time, server side, from merged distributions. */
  P99("p99", MetricUnit.SECONDS, false),
  /** Signals answered with success per second. */
  THROUGHPUT("Throughput", MetricUnit.COUNT, true),
  /** Share of cache look-ups that found an answer, either level. */
  HIT_RATE("Cache hit rate", MetricUnit.RATIO, true),
  /** Mean time to obtain a database connection. */
  POOL_WAIT("Pool wait", MetricUnit.SECONDS, false);

  private final String label;
  private final MetricUnit unit;
  private final boolean moreIsBetter;

  Measure(String label, MetricUnit unit, boolean moreIsBetter) {
    this.label = label;
    this.unit = unit;
    this.moreIsBetter = moreIsBetter;
  }

  /** As written on screen. */
  public String label() {
    return label;
  }

  /** The unit of its values and differences. */
  public MetricUnit unit() {
    return unit;
  }

  /** Whether a rise is an improvement. */
  public boolean moreIsBetter() {
    return moreIsBetter;
  }
}
