package ai.hal9.console.series;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * How many samples were how slow, over time. Rows grow by equal factors, ten to a decade, and reach
 * from the fastest to the slowest sample; every sample is in exactly one cell.
 */
public final class Heatmap {

  /** Between a row's lower and its upper end, but for the few fastest. */
  public static final double ROW_FACTOR = Math.pow(10, 1.0 / HeatColumn.ROWS_PER_DECADE);

  private final Axis axis;
  private final List<@Nullable HeatColumn> columns;
  private final int first;
  private final int rows;

  /** Of nothing. */
  public static Heatmap none() {
    return new Heatmap(new Axis(Instant.EPOCH, Duration.ofSeconds(1), 0), List.of());
  }

  Heatmap(Axis axis, List<@Nullable HeatColumn> columns) {
    this.axis = axis;
    this.columns = columns;
    var occupied = IntStream.range(0, HeatColumn.rows()).filter(this::occupied).summaryStatistics();
    first = occupied.getCount() == 0 ? 0 : occupied.getMin();
    rows = occupied.getCount() == 0 ? 0 : occupied.getMax() - first + 1;
  }

  private boolean occupied(int row) {
    return columns.stream().filter(Objects::nonNull).anyMatch(column -> column.count(row) > 0);
  }

  public Axis axis() {
    return axis;
  }

  /** Number of rows; 0 when no sample was heard. */
  public int rows() {
    return rows;
  }

  /** The upper end of a row in seconds; its lower end is that of the row below. */
  public double upperSeconds(int row) {
    return HeatColumn.upperSeconds(first + row);
  }

  /** Number of samples in a cell; {@code NaN} in a gap. */
  public double count(int column, int row) {
    var found = columns.get(column);
    return found == null ? Double.NaN : found.count(first + row);
  }
}
