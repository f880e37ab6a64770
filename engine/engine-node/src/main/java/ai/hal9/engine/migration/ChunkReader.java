package ai.hal9.engine.migration;

import java.nio.charset.StandardCharsets;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads a table of the source in chunks, in the order of rowids, with one cursor. */
final class ChunkReader implements AutoCloseable {

  /** A chunk's tuples, apart from its last row. */
  private static final int MOST_BYTES = 4 << 20;

  /** Longer cells are not even read. */
  private static final int LONGEST_CELL = 4 << 20;

  private static final int FIXED = 3;

  private final MovedTable table;
  private final List<Column> columns;
  private final int rows;
  private final Cells cells = new Cells();
  private final PreparedStatement query;
  private final ResultSet result;
  private int room = 1 << 16;
  private boolean over;

  /**
   * A reader.
   *
   * @param after the rowid after which it begins
   * @param rows how many a chunk has at most
   */
  ChunkReader(SourceFile source, MovedTable table, long after, int rows) throws SQLException {
    this.table = table;
    this.columns = table.source();
    this.rows = rows;
    query = source.connection().prepareStatement(sql(table));
    query.setLong(1, after);
    result = query.executeQuery();
  }

  /** The next rows, or nothing when there are no more. */
  Optional<Chunk> next() throws SQLException {
    var chunk = new Chunk(table, rows, room);
    while (!over && chunk.taken() < rows && chunk.tuples().size() < MOST_BYTES) {
      over = !result.next();
      if (!over) {
        take(chunk);
      }
    }
    room = Math.max(room, chunk.tuples().array().length);
    return chunk.taken() == 0 ? Optional.empty() : Optional.of(chunk);
  }

  private void take(Chunk chunk) throws SQLException {
    var sourceRow = result.getLong(1);
    try {
      MovedTables.refuseUnless(
          result.getInt(2) <= LONGEST_CELL, "a cell is longer than " + LONGEST_CELL + " bytes");
      var row = new @Nullable Object[columns.size() + table.derived().size()];
      for (var i = 0; i < columns.size(); i++) {
        row[i] = cells.read(result, FIXED + i + 1, columns.get(i));
      }
      MovedTables.refuseUnless(
          result.getInt(FIXED) == 1, "what it belongs to is not in the source, or is not moved");
      table.rule().complete(row);
      chunk.add(sourceRow, row);
    } catch (RowRefusal e) {
      chunk.refuse(new RefusedRow(table.label(), sourceRow, id(), e.reason()));
    }
  }

  /** What the source has as an id, whatever it is. */
  private String id() throws SQLException {
    var bytes = result.getBytes(FIXED + 1);
    return bytes == null
        ? "no id"
        : new String(bytes, 0, Math.min(bytes.length, 64), StandardCharsets.UTF_8)
            .replaceAll("\\p{Cntrl}", "?");
  }

  /** A cell that is too long is left out, so that it takes no memory. */
  private static String sql(MovedTable table) {
    var open =
        table.source().stream()
            .filter(
                column -> column.type() == Column.Type.JSON || column.type() == Column.Type.TEXT)
            .map(column -> "coalesce(octet_length(t." + column.name() + "), 0)")
            .collect(Collectors.joining(", "));
    var longest = open.isEmpty() ? "0" : "max(0, " + open + ")";
    var read =
        table.source().stream()
            .map(
                column ->
                    "CASE WHEN octet_length(t.%1$s) <= %2$d THEN t.%1$s END"
                        .formatted(column.name(), LONGEST_CELL))
            .collect(Collectors.joining(", "));
    return "SELECT t.rowid, %s, (%s), %s FROM %s t WHERE t.rowid > ? AND %s ORDER BY t.rowid"
        .formatted(longest, table.belongs(), read, table.name(), table.part());
  }

  @Override
  public void close() throws SQLException {
    result.close();
    query.close();
  }
}
