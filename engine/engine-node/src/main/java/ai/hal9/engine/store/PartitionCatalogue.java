package ai.hal9.engine.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** What PostgreSQL's catalogue has of the partitions of a table. */
final class PartitionCatalogue {

  private static final String OF_TABLE =
      """
      SELECT inhrelid::regclass::text, inhdetachpending FROM pg_inherits
      WHERE inhparent = ?::regclass ORDER BY 1
      """;

  private static final String ALONE =
      """
      SELECT c.oid::regclass::text FROM pg_class c
      JOIN pg_class parent ON parent.oid = ?::regclass AND parent.relnamespace = c.relnamespace
      WHERE c.relkind = 'r' AND starts_with(c.relname, parent.relname || '_')
        AND NOT EXISTS (SELECT FROM pg_inherits WHERE inhrelid = c.oid)
      ORDER BY 1
      """;

  private static final String STATE =
      """
      SELECT CASE WHEN i.inhrelid IS NULL THEN 'ALONE'
                  WHEN i.inhdetachpending THEN 'DETACHING' ELSE 'ATTACHED' END
      FROM pg_class c LEFT JOIN pg_inherits i ON i.inhrelid = c.oid AND i.inhparent = ?::regclass
      WHERE c.oid = to_regclass(?)
      """;

  private PartitionCatalogue() {}

  /** What there is of a partition; only what is attached is seen through its table. */
  enum State {
    MISSING,
    ALONE,
    DETACHING,
    ATTACHED
  }

  /** Whether it has rows. */
  static boolean filled(Connection connection, String name) throws SQLException {
    try (var statement = connection.createStatement();
        var row = statement.executeQuery("SELECT EXISTS (SELECT FROM " + name + ")")) {
      return row.next() && row.getBoolean(1);
    }
  }

  /**
   * A partition as its table has it.
   *
   * @param detaching whether its detaching was begun, and was broken off or goes on
   */
  record Attached(String name, boolean detaching) {}

  /** Those that a table has, by name. */
  static List<Attached> attached(Connection connection, PartitionedTable table)
      throws SQLException {
    try (var query = connection.prepareStatement(OF_TABLE)) {
      query.setString(1, table.name());
      try (var result = query.executeQuery()) {
        var names = new ArrayList<Attached>();
        while (result.next()) {
          names.add(new Attached(result.getString(1), result.getBoolean(2)));
        }
        return names;
      }
    }
  }

  /** Tables of their own that are called as partitions of a table are, by name. */
  static List<String> alone(Connection connection, PartitionedTable table) throws SQLException {
    try (var query = connection.prepareStatement(ALONE)) {
      query.setString(1, table.name());
      try (var result = query.executeQuery()) {
        var names = new ArrayList<String>();
        while (result.next()) {
          names.add(result.getString(1));
        }
        return names;
      }
    }
  }

  /** What there is of the partition of a name. */
  static State state(Connection connection, PartitionedTable table, String name)
      throws SQLException {
    try (var query = connection.prepareStatement(STATE)) {
      query.setString(1, table.name());
      query.setString(2, name);
      try (var result = query.executeQuery()) {
        return result.next() ? State.valueOf(result.getString(1)) : State.MISSING;
      }
    }
  }
}
