package ai.hal9.engine.migration;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Rows that are written in one transaction. */
final class Chunk {

  private static final long DAY_MICROS = TimeUnit.DAYS.toMicros(1);

  private final MovedTable table;
  private final int timeIndex;
  private final Tuples tuples;
  private final List<RefusedRow> refused = new ArrayList<>();
  private final Set<Instant> days = new HashSet<>();
  private final long[] sourceRows;
  private long lastDay = Long.MIN_VALUE;
  private long lastRow;

  /**
   * An empty one.
   *
   * @param rows how many it takes at most
   * @param room for how many bytes there is room at once
   */
  Chunk(MovedTable table, int rows, int room) {
    this.table = table;
    this.timeIndex = table.partitioned().isEmpty() ? -1 : table.index(table.partitioned());
    this.tuples = new Tuples(table.columns(), rows, room);
    this.sourceRows = new long[rows];
  }

  /** Adds a row; the chunk has room for it. */
  void add(long sourceRow, @Nullable Object[] row) {
    sourceRows[tuples.count()] = sourceRow;
    tuples.add(row);
    if (timeIndex >= 0 && row[timeIndex] instanceof Long micros) {
      noteDay(Math.floorDiv(micros, DAY_MICROS));
    }
    lastRow = sourceRow;
  }

  void refuse(RefusedRow row) {
    refused.add(row);
    lastRow = row.row();
  }

  private void noteDay(long day) {
    if (day != lastDay) {
      lastDay = day;
      days.add(Instant.EPOCH.plus(day, ChronoUnit.DAYS));
    }
  }

  /** How many rows it holds, those refused apart. */
  int count() {
    return tuples.count();
  }

  /** How many it has taken in, those refused too. */
  int taken() {
    return count() + refused.size();
  }

  Tuples tuples() {
    return tuples;
  }

  List<RefusedRow> refused() {
    return refused;
  }

  /** The rowid of its last row in the source. */
  long lastRow() {
    return lastRow;
  }

  /** Days of which it has rows, where the table has partitions. */
  Set<Instant> days() {
    return days;
  }

  /** A row, with what is to be said of it. */
  RefusedRow said(int row, String reason) {
    var shown = table.key().get(table.key().size() > 1 && table.identity() > 1 ? 1 : 0);
    var id = String.valueOf(tuples.value(row, table.index(shown)));
    return new RefusedRow(table.label(), sourceRows[row], id, reason);
  }

  /** A column of the key, of these rows. */
  @Nullable Object[] key(int column, int[] rows) {
    var index = table.index(table.key().get(column));
    return Arrays.stream(rows).mapToObj(row -> tuples.value(row, index)).toArray();
  }
}
