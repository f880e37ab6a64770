package ai.hal9.console.chart;

import ai.hal9.console.ui.Unit;
import java.time.Instant;
import java.util.List;

/**
 * What a chart draws, as a table to look at.
 *
 * @param of what each row is of, as the first column's title
 * @param unit of all values
 * @param head the titles of the other columns
 * @param rows as they are shown first
 */
record ValueTable(String of, Unit unit, List<String> head, List<Row> rows) {

  ValueTable {
    head = List.copyOf(head);
    rows = List.copyOf(rows);
  }

  /**
   * One row.
   *
   * @param order where it belongs by the first column
   * @param words what it is of
   * @param values one a column of the head; {@code NaN} where there is none
   * @param weak which of them rest on too few samples
   */
  record Row(double order, String words, List<Double> values, List<Boolean> weak) {

    Row {
      values = List.copyOf(values);
      weak = List.copyOf(weak);
    }

    /** What a moment has. */
    static Row at(Instant time, List<Double> values, List<Boolean> weak) {
      return new Row((double) time.toEpochMilli(), ChartTable.clock(time), values, weak);
    }
  }
}
