package ai.hal9.console.series;

import ai.hal9.api.metric.Series;
import java.util.List;

/** What one source has to say to a question, column by column. */
final class Slice {

  private final String source;
  private final boolean told;
  private final Dictionary.Matching asked;
  private final List<Cell> cells;
  private final int[] firsts;
  private final boolean[] missing;
  private final Cell newest;

  private Slice(
      String source,
      boolean told,
      Dictionary.Matching asked,
      List<Cell> cells,
      int[] firsts,
      boolean[] missing,
      Cell newest) {
    this.source = source;
    this.told = told;
    this.asked = asked;
    this.cells = cells;
    this.firsts = firsts;
    this.missing = missing;
    this.newest = newest;
  }

  /**
   * A source's part of a question.
   *
   * @param source its name
   * @param told whether it ever told of the metric
   * @param asked the series asked for
   * @param cells those that begin on the axis, in order
   * @param gaps those that touch the axis
   * @param newest the source's newest cell, wherever it lies
   */
  static Slice of(
      Axis axis,
      String source,
      boolean told,
      Dictionary.Matching asked,
      List<Cell> cells,
      List<Track.Gap> gaps,
      Cell newest) {
    var start = axis.start().toEpochMilli();
    var width = axis.width().toMillis();
    var firsts = new int[axis.count() + 1];
    var missing = new boolean[axis.count()];
    var at = 0;
    for (var column = 0; column < axis.count(); column++) {
      firsts[column] = at;
      var end = start + width * (column + 1);
      while (at < cells.size() && cells.get(at).start() < end) {
        at++;
      }
    }
    firsts[axis.count()] = at;
    for (var gap : gaps) {
      var from = Math.max(0, Math.floorDiv(gap.from() - start, width));
      var to = Math.min(axis.count(), Math.ceilDiv(gap.to() - start, width));
      for (var column = (int) from; column < to; column++) {
        missing[column] |= firsts[column] == firsts[column + 1];
      }
    }
    return new Slice(source, told, asked, cells, firsts, missing, newest);
  }

  String source() {
    return source;
  }

  /** Whether the source ever told of the metric. */
  boolean told() {
    return told;
  }

  /** The series asked for, in the order of their numbers. */
  List<Series> series() {
    return asked.series();
  }

  /** The numbers of the series asked for; none when the source never told such. */
  int[] which() {
    return asked.numbers();
  }

  /** The source's newest cell. */
  Cell newest() {
    return newest;
  }

  /** Whether it lived in a column and was not heard. */
  boolean missing(int column) {
    return missing[column];
  }

  /** Its cells in a column as far as they end before a moment; none when it was not heard. */
  List<Cell> cells(int column, long edge) {
    var from = firsts[column];
    var to = firsts[column + 1];
    while (to > from && cells.get(to - 1).end() > edge) {
      to--;
    }
    return cells.subList(from, to);
  }

  /** All its cells on the axis. */
  List<Cell> cells() {
    return cells;
  }
}
