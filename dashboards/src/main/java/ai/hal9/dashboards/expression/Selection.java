package ai.hal9.dashboards.expression;

import ai.hal9.api.metric.Metric;
import ai.hal9.api.metric.Series;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Collectors;

/**
 * Some of a metric's series: those whose labels match. A pattern is a regular expression that must
 * match the whole value, as Prometheus' {@code =~} does; a plain word is a pattern of itself.
 */
public final class Selection {

  private static final Pattern SPECIAL = Pattern.compile("[\\\\.\\[\\]{}()*+?^$|]");

  private final Metric metric;
  private final SortedMap<String, String> where;
  private final Map<String, Pattern> patterns;

  /**
   * @param metric whose series
   * @param where a pattern by label; series are not narrowed by a label that is not named
   * @throws IllegalArgumentException when the metric has no such label or a pattern is none
   */
  public Selection(Metric metric, Map<String, String> where) {
    this.metric = metric;
    this.where = Collections.unmodifiableSortedMap(new TreeMap<>(where));
    for (var label : where.keySet()) {
      if (!metric.labels().contains(label)) {
        throw new IllegalArgumentException(
            "%s has no label '%s'; it has %s"
                .formatted(
                    metric.name(),
                    label,
                    metric.labels().isEmpty() ? "none" : String.join(", ", metric.labels())));
      }
    }
    this.patterns =
        where.entrySet().stream()
            .collect(Collectors.toMap(Map.Entry::getKey, entry -> compiled(entry.getValue())));
  }

  private static Pattern compiled(String text) {
    try {
      return Pattern.compile(text);
    } catch (PatternSyntaxException e) {
      throw new IllegalArgumentException(
          "\"%s\" is no pattern: %s".formatted(text, e.getDescription()), e);
    }
  }

  /** All series of a metric. */
  public static Selection of(Metric metric) {
    return new Selection(metric, Map.of());
  }

  /** Those of these series where a label has exactly this value. */
  public Selection where(String label, String value) {
    return matching(label, SPECIAL.matcher(value).replaceAll("\\\\$0"));
  }

  /** Those of these series where a pattern matches the whole value of a label. */
  public Selection matching(String label, String pattern) {
    var narrowed = new TreeMap<>(where);
    narrowed.put(label, pattern);
    return new Selection(metric, narrowed);
  }

  public Metric metric() {
    return metric;
  }

  /** The patterns by label, in the order of labels. */
  public SortedMap<String, String> where() {
    return where;
  }

  /** Whether a series is one of these. */
  public boolean matches(Series series) {
    return series.metric().equals(metric.name())
        && patterns.keySet().stream().allMatch(label -> accepts(label, series.label(label)));
  }

  /** Whether a label may have this value. */
  public boolean accepts(String label, String value) {
    var pattern = patterns.get(label);
    return pattern == null || pattern.matcher(value).matches();
  }

  /** Whether a pattern is a plain word and matches nothing but itself. */
  public static boolean plain(String pattern) {
    return !SPECIAL.matcher(pattern).find();
  }

  /** As files have it: {@code hal9_cache_hits_total{level="local"}}. */
  public String text() {
    return where.isEmpty()
        ? metric.name()
        : where.entrySet().stream()
            .map(entry -> "%s=\"%s\"".formatted(entry.getKey(), entry.getValue()))
            .collect(Collectors.joining(",", metric.name() + "{", "}"));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Selection that
        && metric.equals(that.metric)
        && where.equals(that.where);
  }

  @Override
  public int hashCode() {
    return metric.hashCode() * 31 + where.hashCode();
  }

  @Override
  public String toString() {
    return text();
  }
}
