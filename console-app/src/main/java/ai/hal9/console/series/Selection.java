package ai.hal9.console.series;

import ai.hal9.api.metric.Metric;
import ai.hal9.api.metric.Series;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Some series of one metric.
 *
 * @param metric which
 * @param labels by label a regular expression that its whole value must match, as Prometheus'
 *     {@code =~} does; labels not named may have any value
 */
public record Selection(Metric metric, Map<String, String> labels) {

  private static final Pattern PLAIN = Pattern.compile("[\\w /:-]*");

  public Selection {
    labels = Map.copyOf(labels);
    for (var label : labels.entrySet()) {
      if (!metric.labels().contains(label.getKey())) {
        throw new IllegalArgumentException(metric.name() + " has no label " + label.getKey());
      }
      var _ = Pattern.compile(label.getValue());
    }
  }

  /** All series of a metric. */
  public static Selection of(Metric metric) {
    return new Selection(metric, Map.of());
  }

  /** Those of these that have exactly this value of a label. */
  public Selection where(String label, String value) {
    return matching(label, PLAIN.matcher(value).matches() ? value : Pattern.quote(value));
  }

  /** Those of these whose value of a label a regular expression matches. */
  public Selection matching(String label, String pattern) {
    var narrowed = new TreeMap<>(labels);
    narrowed.put(label, pattern);
    return new Selection(metric, narrowed);
  }

  /** Whether a series of the metric is meant. */
  Predicate<Series> matcher() {
    var patterns =
        labels.entrySet().stream()
            .collect(
                Collectors.toMap(Map.Entry::getKey, label -> Pattern.compile(label.getValue())));
    return series ->
        patterns.entrySet().stream()
            .allMatch(label -> label.getValue().matcher(series.label(label.getKey())).matches());
  }
}
