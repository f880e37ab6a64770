package ai.hal9.engine.migration;

import ai.hal9.engine.migration.Checkpoints.Mark;
import ai.hal9.engine.store.CopyBuffer;
import ai.hal9.engine.store.Partitions;
import ai.hal9.engine.store.SignalIds;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Writes a table's chunks, each in one transaction with its checkpoint: by COPY straight into the
 * table, and where that meets rows that are there already, by COPY aside and from there what is
 * missing.
 */
final class Mover {

  private static final String UNIQUE_VIOLATION = "23505";

  private final Connection connection;
  private final Checkpoints checkpoints;
  private final MovedTable table;
  private final Set<Instant> days = new HashSet<>();
  private final String copy;
  private final String copyAside;
  private final String insert;
  private final String differing;

  Mover(Connection connection, Checkpoints checkpoints, MovedTable table) {
    this.connection = connection;
    this.checkpoints = checkpoints;
    this.table = table;
    this.copy =
        "COPY %s (%s) FROM STDIN WITH (FORMAT BINARY)".formatted(table.name(), table.names());
    this.copyAside =
        "COPY aside (source_row, %s) FROM STDIN WITH (FORMAT BINARY)".formatted(table.names());
    var identity = table.key().subList(0, table.identity());
    this.insert =
        """
        INSERT INTO %1$s (%2$s)
        SELECT DISTINCT ON (%3$s) %2$s FROM aside a
        WHERE NOT EXISTS (SELECT FROM %1$s t WHERE %4$s)
        ORDER BY %3$s, source_row
        ON CONFLICT DO NOTHING
        """
            .formatted(
                table.name(),
                table.names(),
                String.join(", ", identity),
                MovedTable.same(identity, "t", "a"));
    this.differing =
        """
        SELECT source_row, bool_or(t.%2$s IS NOT NULL) FROM aside a LEFT JOIN %1$s t ON %3$s
        WHERE t.%2$s IS NULL OR %4$s <> %5$s
        GROUP BY source_row ORDER BY source_row
        """
            .formatted(
                table.name(),
                table.key().getFirst(),
                MovedTable.same(identity, "t", "a"),
                table.hash("t"),
                table.hash("a"));
  }

  /**
   * Writes a chunk.
   *
   * @return the mark after it
   * @throws MigrationException if PostgreSQL has other rows in the place of some; none is written
   */
  Mark move(Chunk chunk, Mark before) throws SQLException {
    if (!table.partitioned().isEmpty() && days.addAll(chunk.days())) {
      Partitions.hold(connection, table.name(), chunk.days());
    }
    connection.setAutoCommit(false);
    try {
      var moved = copied(chunk) ? chunk.count() : movedAside(chunk);
      var mark =
          new Mark(
              chunk.lastRow(),
              before.moved() + moved,
              before.present() + chunk.count() - moved,
              before.refused() + chunk.refused().size(),
              false);
      checkpoints.save(table, mark);
      connection.commit();
      return mark;
    } catch (SQLException | RuntimeException e) {
      connection.rollback();
      throw e;
    } finally {
      connection.setAutoCommit(true);
    }
  }

  /** Whether PostgreSQL has taken all of it as new; if not, it has taken nothing. */
  private boolean copied(Chunk chunk) throws SQLException {
    try {
      CopyBuffer.copy(connection, copy, chunk.tuples().array(), chunk.tuples().length());
      if (!doubled(chunk)) {
        return true;
      }
    } catch (SQLException e) {
      if (!UNIQUE_VIOLATION.equals(e.getSQLState())) {
        throw e;
      }
    }
    connection.rollback();
    return false;
  }

  /**
   * Whether an id is there twice now. The key of a table with partitions holds the time too; where
   * the id tells that, the key tells the id.
   */
  private boolean doubled(Chunk chunk) throws SQLException {
    if (table.identity() == table.key().size()) {
      return false;
    }
    var untimed =
        Stream.of(chunk.key(0)).filter(id -> id instanceof UUID uuid && !SignalIds.timed(uuid));
    var ids = untimed.toArray();
    if (ids.length == 0) {
      return false;
    }
    var sql =
        "SELECT EXISTS (SELECT FROM %1$s WHERE %2$s = ANY (?) GROUP BY %2$s HAVING count(*) > 1)"
            .formatted(table.name(), table.key().getFirst());
    try (var query = connection.prepareStatement(sql)) {
      query.setArray(1, connection.createArrayOf("uuid", ids));
      try (var found = query.executeQuery()) {
        return found.next() && found.getBoolean(1);
      }
    }
  }

  private int movedAside(Chunk chunk) throws SQLException {
    var bytes = chunk.numbered();
    try (var statement = connection.createStatement()) {
      statement.execute(
          "CREATE TEMPORARY TABLE aside ON COMMIT DROP AS SELECT 0 AS source_row, %s FROM %s LIMIT 0"
              .formatted(table.names(), table.name()));
      CopyBuffer.copy(connection, copyAside, bytes.array(), bytes.length());
      var moved = statement.executeUpdate(insert);
      var conflicts = conflicts(chunk);
      if (!conflicts.isEmpty()) {
        throw MigrationException.failed(
            conflicts.stream().map(RefusedRow::toString).collect(Collectors.joining("\n")));
      }
      return moved;
    }
  }

  private List<RefusedRow> conflicts(Chunk chunk) throws SQLException {
    try (var query = connection.prepareStatement(differing);
        var found = query.executeQuery()) {
      var conflicts = new ArrayList<RefusedRow>();
      while (found.next()) {
        var row = found.getInt(1);
        conflicts.add(
            new RefusedRow(
                table.label(),
                chunk.sourceRow(row),
                chunk.id(row),
                found.getBoolean(2)
                    ? "PostgreSQL, or the source, has a row of this id with other content"
                    : "PostgreSQL, or the source, has another row of this name"));
      }
      return conflicts;
    }
  }
}
