package ai.hal9.console.series;

import ai.hal9.api.metric.Metric;
import ai.hal9.api.metric.Series;
import java.util.Map;
import java.util.TreeMap;

/**
 * Some series of one metric.
 *
 * @param metric which
 * @param labels the values that labels must have; labels not named may have any
 */
public record Selection(Metric metric, Map<String, String> labels) {

  public Selection {
    labels = Map.copyOf(labels);
    for (var label : labels.keySet()) {
      if (!metric.labels().contains(label)) {
        throw new IllegalArgumentException(metric.name() + " has no label " + label);
      }
    }
  }

  /** All series of a metric. */
  public static Selection of(Metric metric) {
    return new Selection(metric, Map.of());
  }

  /** Those of these that have this value of a label. */
  public Selection where(String label, String value) {
    var narrowed = new TreeMap<>(labels);
    narrowed.put(label, value);
    return new Selection(metric, narrowed);
  }

  boolean matches(Series series) {
    return series.metric().equals(metric.name())
        && labels.entrySet().stream()
            .allMatch(label -> series.label(label.getKey()).equals(label.getValue()));
  }
}
