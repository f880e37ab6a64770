package ai.hal9.console.series;

import java.time.Duration;
import java.time.Instant;

/**
 * A window cut into equal columns, which all answers of one chart or screen share. Columns begin at
 * multiples of their width, so that the same moment falls into the same column however the window
 * moves.
 *
 * @param start the first column's beginning
 * @param width of one column; positive
 * @param count number of columns; may be 0
 */
public record Axis(Instant start, Duration width, int count) {

  public Axis {
    if (!width.isPositive() || count < 0) {
      throw new IllegalArgumentException(count + " columns of " + width);
    }
  }

  public Instant begin(int column) {
    return start.plus(width.multipliedBy(column));
  }

  /** Where a column's value is drawn. */
  public Instant middle(int column) {
    return begin(column).plus(width.dividedBy(2));
  }

  /** The end of the last column. */
  public Instant end() {
    return begin(count);
  }

  /** The column a moment falls in; below 0 or beyond the count outside. */
  public int indexOf(Instant moment) {
    return Math.toIntExact(
        Math.floorDiv(Duration.between(start, moment).toMillis(), width.toMillis()));
  }

  public Window window() {
    return new Window(start, end());
  }
}
