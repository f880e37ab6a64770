package ai.hal9.console.series;

import ai.hal9.api.metric.Metric;
import ai.hal9.api.metric.Series;
import ai.hal9.dashboards.expression.Selection;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Numbers the series of one source, so that its cells hold arrays. Guarded by its track. */
final class Dictionary {

  private final Map<Series, Integer> numbers = new HashMap<>();
  private final List<Series> series = new ArrayList<>();
  private final Map<String, List<Integer>> byMetric = new HashMap<>();
  private final Map<Selection, Matching> matched = new HashMap<>();
  private final Map<Label, Set<String>> labels = new HashMap<>();

  /** The series that a selection means. */
  static final class Matching {

    private final int[] numbers;
    private final List<Series> series;

    private Matching(int[] numbers, List<Series> series) {
      this.numbers = numbers;
      this.series = series;
    }

    /** Ascending; not to be written to. */
    int[] numbers() {
      return numbers;
    }

    /** In the same order. */
    List<Series> series() {
      return series;
    }
  }

  private record Label(String metric, String name) {}

  /** The number of a series, a new one at its first sight. */
  int number(Series which) {
    return numbers.computeIfAbsent(
        which,
        first -> {
          series.add(first);
          matched.clear();
          labels.clear();
          var number = series.size() - 1;
          byMetric.computeIfAbsent(first.metric(), metric -> new ArrayList<>()).add(number);
          return number;
        });
  }

  int size() {
    return series.size();
  }

  /** Whether any series of a metric has been seen. */
  boolean has(Metric metric) {
    return byMetric.containsKey(metric.name());
  }

  /** The series meant. */
  Matching matching(Selection selection) {
    return matched.computeIfAbsent(selection, this::match);
  }

  private Matching match(Selection selection) {
    var numbers =
        numbers(selection.metric())
            .filter(number -> selection.matches(series.get(number)))
            .toArray();
    return new Matching(numbers, Arrays.stream(numbers).mapToObj(series::get).toList());
  }

  /** The values that a label of a metric has been seen with. */
  Set<String> labelValues(Metric metric, String label) {
    return labels.computeIfAbsent(
        new Label(metric.name(), label),
        asked ->
            numbers(metric)
                .mapToObj(number -> series.get(number).label(asked.name()))
                .collect(Collectors.toUnmodifiableSet()));
  }

  private IntStream numbers(Metric metric) {
    return byMetric.getOrDefault(metric.name(), List.of()).stream().mapToInt(Integer::intValue);
  }
}
