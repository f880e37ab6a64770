package ai.hal9.console.chart;

import ai.hal9.console.series.Heatmap;
import ai.hal9.console.series.HistoryEvent;
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
