package ai.hal9.console.series;

import ai.hal9.api.metric.Metric;
import ai.hal9.api.metric.Series;
import ai.hal9.dashboards.expression.Selection;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Numbers the series of one source, so that its cells hold arrays. Guarded by its track. */
final class Dictionary {

  private final Map<Series, Integer> numbers = new HashMap<>();
  private final List<Series> series = new ArrayList<>();
  private final Map<String, List<Integer>> byMetric = new HashMap<>();
  private final Map<Selection, int[]> matched = new HashMap<>();

  /** The number of a series, a new one at its first sight. */
  int number(Series which) {
    return numbers.computeIfAbsent(
        which,
        first -> {
          series.add(first);
          matched.clear();
          var number = series.size() - 1;
          byMetric.computeIfAbsent(first.metric(), metric -> new ArrayList<>()).add(number);
          return number;
        });
  }

  int size() {
    return series.size();
  }

  List<Series> series() {
    return series;
  }

  /** Whether any series of a metric has been seen. */
  boolean has(Metric metric) {
    return byMetric.containsKey(metric.name());
  }

  /** The numbers of the series meant; not to be written to. */
  int[] matching(Selection selection) {
    return matched.computeIfAbsent(selection, this::match);
  }

  private int[] match(Selection selection) {
    return byMetric.getOrDefault(selection.metric().name(), List.of()).stream()
        .filter(number -> selection.matches(series.get(number)))
        .mapToInt(Integer::intValue)
        .toArray();
  }
}
