package ai.hal9.console.series;

import ai.hal9.api.metric.Series;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Numbers the series of one source, so that its cells hold arrays. Guarded by its track. */
final class Dictionary {

  private final Map<Series, Integer> numbers = new HashMap<>();
  private final List<Series> series = new ArrayList<>();

  /** The number of a series, a new one at its first sight. */
  int number(Series which) {
    return numbers.computeIfAbsent(
        which,
        first -> {
          series.add(first);
          return series.size() - 1;
        });
  }

  int size() {
    return series.size();
  }

  List<Series> series() {
    return series;
  }

  /** The numbers of the series meant. */
  int[] matching(Selection selection) {
    var found = new int[series.size()];
    var count = 0;
    for (var i = 0; i < found.length; i++) {
      if (selection.matches(series.get(i))) {
        found[count++] = i;
      }
    }
    return Arrays.copyOf(found, count);
  }
}
