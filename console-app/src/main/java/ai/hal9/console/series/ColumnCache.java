package ai.hal9.console.series;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Remembers columns that every source has been heard for, so that a chart which is drawn again
 * computes only what is new. What was asked least lately is forgotten first.
 *
 * @param <T> what a column holds
 */
final class ColumnCache<T> {

  private static final int COLUMNS_EACH = 2_000;
  private static final int REFERENCE = 8;
  private static final int RUN = 200;

  private final int questions;
  private final long bytesEach;
  private final SequencedMap<Key, Run<T>> answers = new LinkedHashMap<>(16, 0.75f, true);
  private long changes;

  /** A question without its window; columns that are not cut alike are another one's. */
  private record Key(Object question, long width, long phase) {}

  /** Columns without a break between them. */
  private static final class Run<T> {

    private long start;
    private final List<@Nullable T> columns = new ArrayList<>();

    long end(long width) {
      return start + width * columns.size();
    }
  }

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
   * @param question what is asked, without when; a value
   * @param settled columns that end by then, in milliseconds since the epoch, are remembered
   * @param asked answers the columns of another axis, part of this one
   */
  List<@Nullable T> columns(
      Axis axis, Object question, long settled, Function<Axis, List<@Nullable T>> asked) {
    var width = axis.width().toMillis();
    var key = new Key(question, width, Math.floorMod(axis.start().toEpochMilli(), width));
    var before = changes();
    var columns = known(key, axis);
    if (columns.size() < axis.count()) {
      var rest = new Axis(axis.begin(columns.size()), axis.width(), axis.count() - columns.size());
      var answered = asked.apply(rest);
      columns.addAll(answered);
      remember(key, rest, answered, settled, before);
    }
    return columns;
  }

  private synchronized List<@Nullable T> known(Key key, Axis axis) {
    var run = answers.get(key);
    var start = axis.start().toEpochMilli();
    if (run == null || start < run.start || start >= run.end(key.width)) {
      return new ArrayList<>();
    }
    var first = Math.toIntExact((start - run.start) / key.width);
    return new ArrayList<>(
        run.columns.subList(first, Math.min(run.columns.size(), first + axis.count())));
  }

  private synchronized void remember(
      Key key, Axis axis, List<@Nullable T> columns, long settled, long changesBefore) {
    var start = axis.start().toEpochMilli();
    var whole = Math.clamp(Math.floorDiv(settled - start, key.width), 0, axis.count());
    if (changes != changesBefore || whole == 0) {
      return;
    }
    var run = answers.computeIfAbsent(key, first -> new Run<>());
    if (run.end(key.width) != start) {
      run.columns.clear();
      run.start = start;
    }
    run.columns.addAll(columns.subList(0, whole));
    var beyond = run.columns.size() - COLUMNS_EACH;
    if (beyond > 0) {
      run.columns.subList(0, beyond).clear();
      run.start += beyond * key.width;
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
    answers.forEach(
        (key, run) -> {
          var kept = Math.floorDiv(from - run.start, key.width);
          if (kept < run.columns.size()) {
            run.columns.subList((int) Math.max(0, kept), run.columns.size()).clear();
          }
        });
  }

  /** Bytes of memory it takes. */
  synchronized long bytes() {
    return answers.values().stream()
        .mapToLong(run -> RUN + run.columns.size() * (REFERENCE + bytesEach))
        .sum();
  }
}
