package ai.hal9.engine.migration;

import ai.hal9.engine.migration.Checkpoints.Mark;
import ai.hal9.engine.store.CopyBuffer;
import ai.hal9.engine.store.Partitions;
import ai.hal9.engine.store.SignalIds;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Writes chunks of a table on one connection, each in one transaction with its checkpoint: by COPY
 * straight into the table, and where that meets rows that are there already, by COPY aside and from
 * there what is missing. What was written is compared before it commits.
 */
final class ChunkWriter {

  private static final String UNIQUE_VIOLATION = "23505";
  private static final int SHOWN = 20;

  private final Connection connection;
  private final Checkpoints checkpoints;
  private final MovedTable table;
  private final String copy;
  private final String copyAside;
  private final String insert;
  private final String differing;

  /**
   * A chunk that is written and not committed.
   *
   * @param copied whether all of it was new, and was copied into the table
   * @param moved how many rows were new
   */
  record Written(Chunk chunk, ReadBack place, boolean copied, int moved) {}

  ChunkWriter(Connection connection, Checkpoints checkpoints, MovedTable table) {
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

  Connection connection() {
    return connection;
  }

  /**
   * Writes a chunk in a transaction that stays open. Where ids do not tell their times, all chunks
   * before it are committed.
   *
   * @throws MigrationException if PostgreSQL has other rows in the place of some
   */
  Written write(Chunk chunk) throws SQLException {
    connection.setAutoCommit(false);
    var place = new ReadBack(connection, table, tables(chunk));
    var copied = copied(chunk);
    return new Written(chunk, place, copied, copied ? chunk.count() : movedAside(chunk));
  }

  /**
   * Compares what was written and commits it; what cannot be committed is rolled back at once,
   * since the next write may wait for it.
   *
   * @return the mark after it
   * @throws MigrationException if PostgreSQL does not have it as it was sent
   */
  Mark commit(Written written, Mark before) throws SQLException {
    try {
      var mark = compared(written, before);
      checkpoints.save(connection, table, mark);
      connection.commit();
      connection.setAutoCommit(true);
      return mark;
    } catch (SQLException | RuntimeException e) {
      connection.rollback();
      throw e;
    }
  }

  private Mark compared(Written written, Mark before) throws SQLException {
    var chunk = written.chunk;
    compare(
        chunk,
        written.copied ? written.place.missing(chunk.tuples()).stream().toArray() : all(chunk));
    return new Mark(
        chunk.lastRow(),
        before.moved() + written.moved,
        before.present() + chunk.count() - written.moved,
        before.refused() + chunk.refused().size(),
        false);
  }

  /** Whether PostgreSQL has taken all of it as new; if not, it has taken nothing. */
  private boolean copied(Chunk chunk) throws SQLException {
    try {
      CopyBuffer.copy(connection, copy, chunk.tuples().array(), chunk.tuples().size());
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

  /** What the chunk goes into: the table, or those of its partitions. */
  private Set<String> tables(Chunk chunk) {
    return table.partitioned().isEmpty()
        ? Set.of(table.name())
        : chunk.days().stream()
            .map(day -> Partitions.name(table.name(), day))
            .collect(Collectors.toSet());
  }

  /** Ids that could be there already under another key, since they do not tell their times. */
  Object[] untimed(Chunk chunk) {
    return table.identity() == table.key().size()
        ? new Object[0]
        : Stream.of(chunk.key(0, all(chunk)))
            .filter(id -> id instanceof UUID uuid && !SignalIds.timed(uuid))
            .toArray();
  }

  /**
   * Whether an id is there twice now. The key of a table with partitions holds the time too; where
   * the id tells that, the key tells the id.
   */
  private boolean doubled(Chunk chunk) throws SQLException {
    var ids = untimed(chunk);
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
    var bytes = chunk.tuples().numbered();
    try (var statement = connection.createStatement()) {
      statement.execute(
          "CREATE TEMPORARY TABLE aside ON COMMIT DROP AS SELECT 0 AS source_row, %s FROM %s LIMIT 0"
              .formatted(table.names(), table.name()));
      CopyBuffer.copy(connection, copyAside, bytes.array(), bytes.length());
      var inserted = statement.executeUpdate(insert);
      stopAt(conflicts(chunk));
      return inserted;
    }
  }

  /** Stops unless PostgreSQL has these rows of the chunk, by their keys, as the source has them. */
  private void compare(Chunk chunk, int[] rows) throws SQLException {
    if (rows.length > 0) {
      try (var verifier = new Verifier(connection, table)) {
        stopAt(verifier.differing(chunk, rows));
      }
    }
  }

  private static int[] all(Chunk chunk) {
    return IntStream.range(0, chunk.count()).toArray();
  }

  private static void stopAt(List<RefusedRow> rows) {
    if (!rows.isEmpty()) {
      throw MigrationException.failed(
          rows.stream()
              .limit(SHOWN)
              .map(RefusedRow::toString)
              .collect(
                  Collectors.joining(
                      "\n", "", rows.size() > SHOWN ? "\n%,d in all".formatted(rows.size()) : "")));
    }
  }

  private List<RefusedRow> conflicts(Chunk chunk) throws SQLException {
    try (var query = connection.prepareStatement(differing);
        var found = query.executeQuery()) {
      var conflicts = new ArrayList<RefusedRow>();
      while (found.next()) {
        var row = found.getInt(1);
        conflicts.add(
            chunk.said(
                row,
                found.getBoolean(2)
                    ? "PostgreSQL, or the source, has a row of this id with other content"
                    : "PostgreSQL, or the source, has another row of this name"));
      }
      return conflicts;
    }
  }
}
