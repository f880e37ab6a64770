package ai.hal9.api.metric;

import java.util.List;
import java.util.regex.Pattern;

/**
 * One metric of the product: the only place its name, unit and meaning stand.
 *
 * @param name the name exactly as exposed to Prometheus; for a histogram without {@code _bucket}
 * @param type how to read it
 * @param unit what it counts in
 * @param description one sentence
 * @param labels the names of its labels, in order; may be empty
 */
public record Metric(
    String name, MetricType type, MetricUnit unit, String description, List<String> labels) {

  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]*");

  public Metric {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException("not a metric name: " + name);
    }
    if (description.isBlank()) {
      throw new IllegalArgumentException(name + " needs a description");
    }
    labels = List.copyOf(labels);
  }

  static Metric counter(String name, MetricUnit unit, String description, String... labels) {
    return new Metric(name, MetricType.COUNTER, unit, description, List.of(labels));
  }

  static Metric gauge(String name, MetricUnit unit, String description, String... labels) {
    return new Metric(name, MetricType.GAUGE, unit, description, List.of(labels));
  }

  static Metric seconds(String name, String description, String... labels) {
    return new Metric(name, MetricType.HISTOGRAM, MetricUnit.SECONDS, description, List.of(labels));
  }

  /** The series of this metric with these label values, given in the order of {@link #labels}. */
  public Series series(String... values) {
    return Series.of(this, values);
  }
}
