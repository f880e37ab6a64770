package ai.hal9.console.chart;

import ai.hal9.console.series.Heatmap;
import ai.hal9.console.series.HistoryEvent;
import ai.hal9.console.ui.Unit;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * What a heatmap shows.
 *
 * @param heat how many samples were how slow, over time
 * @param events what happened in that time
 */
public record HeatData(Heatmap heat, List<HistoryEvent> events) {

  public static final HeatData NONE = new HeatData(Heatmap.none(), List.of());

  public HeatData {
    events = List.copyOf(events);
  }

  /** Whether there is any sample. */
  public boolean known() {
    return heat.rows() > 0;
  }

  /** The largest number of samples in one cell; 0 without any. */
  double most() {
    return IntStream.range(0, heat.axis().count())
        .mapToDouble(
            column ->
                IntStream.range(0, heat.rows())
                    .mapToDouble(row -> heat.count(column, row))
                    .filter(count -> !Double.isNaN(count))
                    .max()
                    .orElse(0))
        .max()
        .orElse(0);
  }

  /** Samples of a column; {@code NaN} in a gap. */
  double samples(int column) {
    return IntStream.range(0, heat.rows()).mapToDouble(row -> heat.count(column, row)).sum();
  }

  /** The lower end of a row in seconds. */
  double lower(int row) {
    return row > 0 ? heat.upperSeconds(row - 1) : heat.upperSeconds(0) / Heatmap.ROW_FACTOR;
  }

  /** What takes how long in a row, in words. */
  String band(int row) {
    return Unit.SECONDS.text(lower(row)) + " to " + Unit.SECONDS.text(heat.upperSeconds(row));
  }

  /** One row a column, the newest first, from the first heard to the last: requests a band. */
  ValueTable table() {
    var heard =
        IntStream.range(0, heat.axis().count())
            .filter(column -> !Double.isNaN(samples(column)))
            .summaryStatistics();
    var strong = IntStream.range(0, heat.rows()).mapToObj(_ -> false).toList();
    return new ValueTable(
        "Time",
        Unit.COUNT,
        IntStream.range(0, heat.rows()).mapToObj(this::band).toList(),
        IntStream.iterate(heard.getMax(), column -> column >= heard.getMin(), column -> column - 1)
            .mapToObj(
                column ->
                    ValueTable.Row.at(
                        heat.axis().begin(column),
                        IntStream.range(0, heat.rows())
                            .mapToObj(row -> heat.count(column, row))
                            .toList(),
                        strong))
            .toList());
  }

  /** One line a column: when, then how many samples up to each row's upper end. */
  String text(String separator) {
    var head =
        IntStream.range(0, heat.rows())
            .mapToObj(row -> "to " + heat.upperSeconds(row) + " s")
            .collect(Collectors.joining(separator, "time" + separator, "\n"));
    return head
        + IntStream.range(0, heat.axis().count())
            .mapToObj(
                column ->
                    heat.axis().begin(column)
                        + IntStream.range(0, heat.rows())
                            .mapToObj(row -> separator + written(heat.count(column, row)))
                            .collect(Collectors.joining()))
            .collect(Collectors.joining("\n", "", "\n"));
  }

  private static String written(double count) {
    return Double.isNaN(count) ? "" : String.valueOf((long) count);
  }
}
