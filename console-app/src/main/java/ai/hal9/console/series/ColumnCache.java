package ai.hal9.console.series;

import ai.hal9.dashboards.expression.Selection;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Remembers columns whose past will not change any more, so that a chart which is drawn again
 * merges only what is new. Columns are named by where they begin, since axes cut at multiples of
 * their width. What was asked least lately is forgotten first.
 *
 * @param <T> what a column holds
 */
final class ColumnCache<T> {

  private static final int COLUMNS_EACH = 2_000;

  private final int questions;
  private final long bytesEach;
  private final SequencedMap<Key, TreeMap<Long, Known<T>>> answers =
      new LinkedHashMap<>(16, 0.75f, true);
  private long changes;

  /** A question without its window. */
  record Key(Scope scope, Selection selection, long width) {}

  /** A column's answer; a gap is one too. */
  private record Known<T>(@Nullable T value) {}

  /**
   * An empty cache.
   *
   * @param questions how many are remembered
   * @param bytesEach memory of what a column holds
   */
  ColumnCache(int questions, long bytesEach) {
    this.questions = questions;
    this.bytesEach = bytesEach;
  }

  /**
   * The columns of an axis.
   *
   * @param settled columns that end before this, in milliseconds since the epoch, are remembered
   * @param asked answers the columns of another axis, part of this one
   */
  List<@Nullable T> columns(
      Axis axis, Key key, long settled, Function<Axis, List<@Nullable T>> asked) {
    var before = changes();
    var known = known(axis, key);
    var columns = new ArrayList<@Nullable T>();
    var next = 0;
    for (var found = known.get(axis.begin(next).toEpochMilli());
        found != null && next < axis.count();
        found = known.get(axis.begin(next).toEpochMilli())) {
      columns.add(found.value());
      next++;
    }
    if (next < axis.count()) {
      var rest = new Axis(axis.begin(next), axis.width(), axis.count() - next);
      var answered = asked.apply(rest);
      columns.addAll(answered);
      remember(key, rest, answered, settled, before);
    }
    return columns;
  }

  private synchronized Map<Long, Known<T>> known(Axis axis, Key key) {
    var known = answers.get(key);
    return known == null
        ? Map.of()
        : new HashMap<>(known.subMap(axis.start().toEpochMilli(), axis.end().toEpochMilli()));
  }

  private synchronized void remember(
      Key key, Axis axis, List<@Nullable T> columns, long settled, long changesBefore) {
    if (changes != changesBefore) {
      return;
    }
    var known = answers.computeIfAbsent(key, first -> new TreeMap<>());
    for (var column = 0; column < axis.count(); column++) {
      if (axis.begin(column + 1).toEpochMilli() <= settled) {
        known.put(axis.begin(column).toEpochMilli(), new Known<>(columns.get(column)));
      }
    }
    while (known.size() > COLUMNS_EACH) {
      known.pollFirstEntry();
    }
    if (answers.size() > questions) {
      answers.pollFirstEntry();
    }
  }

  private synchronized long changes() {
    return changes;
  }

  /** Forgets columns that end after a moment: their past has changed after all. */
  synchronized void forget(long from) {
    changes++;
    answers.forEach((key, known) -> known.tailMap(from - key.width(), false).clear());
  }

  /** Bytes of memory it takes: a map's entry and what it holds. */
  synchronized long bytes() {
    return answers.values().stream().mapToLong(known -> known.size() * (80 + bytesEach)).sum();
  }
}
