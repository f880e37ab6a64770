package ai.hal9.engine.migration;

import java.sql.SQLException;

/**
 * The rowids of games and players that are refused, so that nothing that belongs to them is moved
 * without them. SQLite keeps them in temporary tables of its own, which take no memory that grows
 * with them.
 */
final class UnmovedRows {

  private static final String TABLE = "temp.unmoved_";

  private UnmovedRows() {}

  /** Makes the tables, empty. */
  static void prepare(SourceFile source) throws SQLException {
    try (var statement = source.connection().createStatement()) {
      for (var name : MovedTables.OWNING) {
        statement.executeUpdate(
            "CREATE TABLE %s%s (row INTEGER PRIMARY KEY)".formatted(TABLE, name));
      }
    }
  }

  /** Adds those of a chunk. */
  static void add(SourceFile source, MovedTable table, Chunk chunk) throws SQLException {
    if (chunk.refused().isEmpty()) {
      return;
    }
    try (var insert =
        source
            .connection()
            .prepareStatement("INSERT INTO %s%s VALUES (?)".formatted(TABLE, table.name()))) {
      for (var refused : chunk.refused()) {
        insert.setLong(1, refused.row());
        insert.addBatch();
      }
      insert.executeBatch();
    }
  }

  /** The condition that a row of one of the tables is moved. */
  static String moved(String name, String row) {
    return "%s.rowid NOT IN (SELECT row FROM %s%s)".formatted(row, TABLE, name);
  }
}
