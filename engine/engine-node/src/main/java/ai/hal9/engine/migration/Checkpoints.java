package ai.hal9.engine.migration;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** How far a source has been moved, in PostgreSQL's own tables. */
final class Checkpoints {

  private static final String OTHER =
      """
      SELECT started_at::timestamp(0)::text FROM migrations
      WHERE path = ? AND fingerprint <> ? AND finished_at IS NULL LIMIT 1
      """;
  private static final String FORGET =
      """
      DELETE FROM migrations WHERE path = ? AND fingerprint <> ? AND finished_at IS NULL
      RETURNING owner
      """;
  private static final String BEGIN =
      """
      WITH new_owner AS (
        INSERT INTO game_owners (node, fenced_at)
        SELECT 'migration', now()
        WHERE NOT EXISTS (SELECT FROM migrations WHERE fingerprint = ?)
        RETURNING id)
      INSERT INTO migrations (fingerprint, path, owner) SELECT ?, ?, id FROM new_owner
      """;
  private static final String FIND =
      "SELECT owner, finished_at IS NOT NULL FROM migrations WHERE fingerprint = ?";
  private static final String BEGUN =
      "SELECT name FROM migrated_tables WHERE fingerprint = ? LIMIT 1";
  private static final String TABLE =
      """
      SELECT last_row, moved, present, refused, verified FROM migrated_tables
      WHERE fingerprint = ? AND name = ?
      """;
  private static final String SAVE =
      """
      INSERT INTO migrated_tables (fingerprint, name, last_row, moved, present, refused, verified)
      VALUES (?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT (fingerprint, name) DO UPDATE
      SET last_row = excluded.last_row, moved = excluded.moved, present = excluded.present,
          refused = excluded.refused, verified = excluded.verified
      """;

  // A finished game keeps the owner it came with, so that these are the moved ones.
  private static final String TOTALS =
      """
      INSERT INTO player_totals AS t (name, games, score)
      SELECT p.name, count(*), sum(p.score)
      FROM games g JOIN players p ON p.game_id = g.id AND p.game_created_at = g.created_at
      WHERE g.owner = ? AND g.status = 'finished'
      GROUP BY p.name ORDER BY p.name
      ON CONFLICT (name) DO UPDATE
      SET games = t.games + excluded.games, score = t.score + excluded.score
      """;
  private static final String FINISH =
      "UPDATE migrations SET finished_at = now() WHERE fingerprint = ? AND finished_at IS NULL";

  private final Connection connection;
  private final String fingerprint;
  private final long owner;
  private final boolean finished;

  /**
   * A table's state.
   *
   * @param lastRow the last rowid that is done
   * @param moved rows written
   * @param present rows that were there already
   */
  record Mark(long lastRow, long moved, long present, long refused, boolean verified) {
    static final Mark NONE = new Mark(0, 0, 0, 0, false);

    /** All rows that were read. */
    long rows() {
      return moved + present + refused;
    }
  }

  private Checkpoints(Connection connection, String fingerprint, long owner, boolean finished) {
    this.connection = connection;
    this.fingerprint = fingerprint;
    this.owner = owner;
    this.finished = finished;
  }

  /**
   * Those of a source; new ones where there are none.
   *
   * @throws MigrationException if a migration of another content of the file has not finished
   */
  static Checkpoints open(Connection connection, SourceFile source, boolean restart)
      throws SQLException {
    var fingerprint = source.fingerprint();
    var path = source.path().toString();
    var before = ask(connection, OTHER, path, fingerprint);
    if (before != null && !restart) {
      throw MigrationException.failed(
          "%s has changed since its migration began on %s and was not finished. Bring back the file as it was, or begin anew with --restart: rows that are there already are not doubled"
              .formatted(path, before));
    }
    if (before != null) {
      forget(connection, path, fingerprint);
    }
    update(connection, BEGIN, fingerprint, fingerprint, path);
    try (var query = prepare(connection, FIND, fingerprint);
        var found = query.executeQuery()) {
      found.next();
      return new Checkpoints(connection, fingerprint, found.getLong(1), found.getBoolean(2));
    }
  }

  /**
   * Forgets what has not finished. The games that it moved keep its number, under which nobody will
   * count them any more, so they are counted now.
   */
  private static void forget(Connection connection, String path, String fingerprint)
      throws SQLException {
    together(
        connection,
        () -> {
          try (var delete = prepare(connection, FORGET, path, fingerprint);
              var forgotten = delete.executeQuery()) {
            while (forgotten.next()) {
              update(connection, TOTALS, forgotten.getLong(1));
            }
          }
        });
  }

  /** The number under which moved games are owned. */
  long owner() {
    return owner;
  }

  /** Whether all was moved and compared before. */
  boolean finished() {
    return finished;
  }

  /** Whether anything was moved before. */
  boolean begun() throws SQLException {
    return ask(connection, BEGUN, fingerprint) != null;
  }

  /** How far a table is. */
  Mark of(MovedTable table) throws SQLException {
    try (var query = prepare(connection, TABLE, fingerprint, table.label());
        var found = query.executeQuery()) {
      return found.next()
          ? new Mark(
              found.getLong(1),
              found.getLong(2),
              found.getLong(3),
              found.getLong(4),
              found.getBoolean(5))
          : Mark.NONE;
    }
  }

  /** Keeps a mark. */
  void save(MovedTable table, Mark mark) throws SQLException {
    save(connection, table, mark);
  }

  /** Keeps a mark in the transaction of a connection. */
  void save(Connection transaction, MovedTable table, Mark mark) throws SQLException {
    update(
        transaction,
        SAVE,
        fingerprint,
        table.label(),
        mark.lastRow,
        mark.moved,
        mark.present,
        mark.refused,
        mark.verified);
  }

  /** All is moved and compared: adds the finished games to the players' totals, once. */
  void finish() throws SQLException {
    together(
        connection,
        () -> {
          if (update(connection, FINISH, fingerprint) == 1) {
            update(connection, TOTALS, owner);
          }
        });
  }

  private interface Work {
    void run() throws SQLException;
  }

  /** All of it or nothing. */
  private static void together(Connection connection, Work work) throws SQLException {
    connection.setAutoCommit(false);
    try {
      work.run();
      connection.commit();
    } finally {
      if (!connection.isClosed()) {
        connection.rollback();
        connection.setAutoCommit(true);
      }
    }
  }

  private static @Nullable String ask(Connection connection, String sql, Object... parameters)
      throws SQLException {
    try (var query = prepare(connection, sql, parameters);
        var found = query.executeQuery()) {
      return found.next() ? found.getString(1) : null;
    }
  }

  private static int update(Connection connection, String sql, Object... parameters)
      throws SQLException {
    try (var update = prepare(connection, sql, parameters)) {
      return update.executeUpdate();
    }
  }

  private static PreparedStatement prepare(Connection connection, String sql, Object... parameters)
      throws SQLException {
    var statement = connection.prepareStatement(sql);
    for (var i = 0; i < parameters.length; i++) {
      statement.setObject(i + 1, parameters[i]);
    }
    return statement;
  }
}
