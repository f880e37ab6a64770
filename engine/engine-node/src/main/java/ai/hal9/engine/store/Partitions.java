package ai.hal9.engine.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the partitions of all partitioned tables ahead of time, and drops those that are older than
 * is kept. Nodes take turns through an advisory lock; a partition is built aside and then attached,
 * and detached before it is dropped, which holds up no writer.
 */
public final class Partitions {

  private static final Logger LOG = LoggerFactory.getLogger(Partitions.class);
  private static final long LOCK = 0x4841_4C39_5041_5254L;
  private static final String OF_TABLE =
      """
      SELECT inhrelid::regclass::text, inhdetachpending FROM pg_inherits
      WHERE inhparent = ?::regclass ORDER BY 1
      """;

  /** Tables of their own that are called as partitions of a table are. */
  private static final String ALONE =
      """
      SELECT c.oid::regclass::text FROM pg_class c
      JOIN pg_class parent ON parent.oid = ?::regclass AND parent.relnamespace = c.relnamespace
      WHERE c.relkind = 'r' AND starts_with(c.relname, parent.relname || '_')
        AND NOT EXISTS (SELECT FROM pg_inherits WHERE inhrelid = c.oid)
      ORDER BY 1
      """;

  private Partitions() {}

  /**
   * Makes what is missing of the instant's months and quarters and the next ones, in UTC.
   *
   * @return the names of those made
   */
  static List<String> ensure(Connection connection, Instant now) throws SQLException {
    var made = new ArrayList<String>();
    make(
        connection,
        statement -> {
          for (var table : PartitionedTable.ALL) {
            for (var i = 0; i <= table.ahead(); i++) {
              var start = table.start(now, i);
              if (attach(connection, statement, table, start)) {
                made.add(table.partition(start));
              }
            }
          }
        });
    return made;
  }

  /** Whether there are any. */
  static boolean any(Connection connection) throws SQLException {
    return !attached(connection, PartitionedTable.ALL.getFirst()).isEmpty();
  }

  /** Makes what is missing of the months or quarters of a table that hold these times. */
  public static void hold(Connection connection, String name, Collection<Instant> times)
      throws SQLException {
    var table = table(name);
    make(
        connection,
        statement -> {
          for (var start : new TreeSet<>(times.stream().map(table::start).toList())) {
            var _ = attach(connection, statement, table, start);
          }
        });
  }

  /** What the month or quarter of a table is called that holds a time. */
  public static String name(String name, Instant time) {
    var table = table(name);
    return table.partition(table.start(time));
  }

  private static PartitionedTable table(String name) {
    return PartitionedTable.ALL.stream()
        .filter(known -> known.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException(name + " has no partitions"));
  }

  @FunctionalInterface
  private interface Making {
    void with(Statement statement) throws SQLException;
  }

  private static void make(Connection connection, Making making) throws SQLException {
    connection.setAutoCommit(false);
    try (var statement = connection.createStatement()) {
      statement.execute("SELECT pg_advisory_xact_lock(" + LOCK + ")");
      making.with(statement);
      connection.commit();
    } catch (SQLException e) {
      connection.rollback();
      throw e;
    } finally {
      connection.setAutoCommit(true);
    }
  }

  /** Makes a partition; false where it is there. */
  private static boolean attach(
      Connection connection, Statement statement, PartitionedTable table, LocalDate start)
      throws SQLException {
    var name = table.partition(start);
    if (exists(connection, name)) {
      return false;
    }
    statement.execute(
        "CREATE TABLE %s (LIKE %s INCLUDING DEFAULTS INCLUDING CONSTRAINTS)"
            .formatted(name, table.name()));
    statement.execute(
        "ALTER TABLE %s ATTACH PARTITION %s FOR VALUES FROM ('%s') TO ('%s')"
            .formatted(table.name(), name, midnight(start), midnight(table.end(start))));
    return true;
  }

  /**
   * Drops the partitions of a table that end before the last so many began; all are kept when it is
   * 0. Does nothing while another node is at it.
   *
   * @return the names of those dropped
   */
  static List<String> drop(Connection connection, PartitionedTable table, Instant now, int kept)
      throws SQLException {
    if (kept == 0 || !lock(connection)) {
      return List.of();
    }
    try (var statement = connection.createStatement()) {
      var oldest = table.partition(table.start(now, -kept));
      var dropped = new ArrayList<String>();
      for (var partition : attached(connection, table)) {
        var name = partition.name();
        if (table.owns(name) && name.compareTo(oldest) < 0) {
          // A detaching that was interrupted must be finished, not begun again.
          statement.execute(
              "ALTER TABLE %s DETACH PARTITION %s %s"
                  .formatted(
                      table.name(), name, partition.detaching() ? "FINALIZE" : "CONCURRENTLY"));
          statement.execute("DROP TABLE " + name);
          LOG.info("{} is older than is kept and was dropped", name);
          dropped.add(name);
        }
      }
      // Whoever detached these was ended before it dropped them. What is being made is never seen
      // here: it is made and attached in one transaction, under the same lock.
      for (var name : alone(connection, table)) {
        if (table.owns(name) && name.compareTo(oldest) < 0) {
          statement.execute("DROP TABLE " + name);
          LOG.info("{} is older than is kept, was detached before and was dropped", name);
          dropped.add(name);
        }
      }
      return dropped;
    } finally {
      unlock(connection);
    }
  }

  private record Attached(String name, boolean detaching) {}

  private static List<Attached> attached(Connection connection, PartitionedTable table)
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

  private static List<String> alone(Connection connection, PartitionedTable table)
      throws SQLException {
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

  private static boolean lock(Connection connection) throws SQLException {
    try (var statement = connection.createStatement();
        var result = statement.executeQuery("SELECT pg_try_advisory_lock(" + LOCK + ")")) {
      return result.next() && result.getBoolean(1);
    }
  }

  private static void unlock(Connection connection) throws SQLException {
    if (!connection.isClosed()) {
      try (var statement = connection.createStatement()) {
        statement.execute("SELECT pg_advisory_unlock(" + LOCK + ")");
      }
    }
  }

  private static String midnight(LocalDate day) {
    return day + " 00:00:00+00";
  }

  private static boolean exists(Connection connection, String name) throws SQLException {
    try (var query = connection.prepareStatement("SELECT to_regclass(?)::text")) {
      query.setString(1, name);
      try (var result = query.executeQuery()) {
        return result.next() && result.getString(1) != null;
      }
    }
  }
}
