package ai.hal9.api.metric;

/** How a metric's values are to be read. */
public enum MetricType {
  /** A total that only grows, until the process restarts. */
  COUNTER,
  /** A value of this moment. */
  GAUGE,
  /** A distribution, delivered whole. */
  HISTOGRAM
}
