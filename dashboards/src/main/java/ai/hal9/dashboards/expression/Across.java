package ai.hal9.dashboards.expression;

import ai.hal9.api.metric.Metric;
import ai.hal9.api.metric.MetricCatalogue;
import ai.hal9.api.metric.MetricUnit;
import java.util.Collection;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/** How the values of one gauge on several nodes become one value. */
public enum Across {
  SUM,
  MAX,
  MEAN;

  /** Gauges that name a state: between two states there is none, and two of them are no third. */
  private static final Set<Metric> STATES =
      Set.of(MetricCatalogue.BREAKER_STATE, MetricCatalogue.TUNING_VERSION);

  /** Gauges of which two nodes' values overlap or stand side by side, so that a sum is nothing. */
  private static final Set<Metric> NOT_ADDED =
      Set.of(
          MetricCatalogue.CONCURRENT_USERS,
          MetricCatalogue.BATCH_SIZE_AVERAGE,
          MetricCatalogue.UPTIME,
          MetricCatalogue.CROSS_REGION_LATENCY,
          MetricCatalogue.PG_REPLICATION_LAG,
          MetricCatalogue.QUEUE_DEAD);

  /** The ways that mean something for this gauge; {@link #MAX} always does. */
  public static Set<Across> allowedFor(Metric gauge) {
    if (STATES.contains(gauge)) {
      return EnumSet.of(MAX);
    }
    return gauge.unit() == MetricUnit.RATIO || NOT_ADDED.contains(gauge)
        ? EnumSet.of(MAX, MEAN)
        : EnumSet.allOf(Across.class);
  }

  /** The name in files: lower case. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** One value of several; {@code NaN} of none. */
  public double merge(Collection<Double> values) {
    if (values.isEmpty()) {
      return Double.NaN;
    }
    var stream = values.stream().mapToDouble(Double::doubleValue);
    return switch (this) {
      case SUM -> stream.sum();
      case MAX -> stream.max().orElseThrow();
      case MEAN -> stream.average().orElseThrow();
    };
  }
}
