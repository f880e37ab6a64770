package ai.hal9.engine.store;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;

/**
 * The idempotency keys and their first answers. Of transactions that use a key at once one inserts
 * it and the others wait for its commit, on whatever node they run. How old a key is goes by
 * PostgreSQL's clock, which is the same for all nodes.
 */
final class IdempotencyKeys {

  /** How long a repeat gets the first answer. */
  static final Duration LIFE = Duration.ofHours(24);

  private static final String EXPIRY = "now() - interval '" + LIFE + "'";
  private static final String FIND =
      "SELECT fingerprint, signal_id, answer::text FROM idempotency_keys"
          + " WHERE key = ? AND created_at > "
          + EXPIRY;
  private static final String CLAIM =
      """
      INSERT INTO idempotency_keys AS k (key, fingerprint, signal_id, answer, created_at)
      VALUES (?, ?, ?, ?::jsonb, now())
      ON CONFLICT (key) DO UPDATE SET fingerprint = excluded.fingerprint,
        signal_id = excluded.signal_id, answer = excluded.answer, created_at = excluded.created_at
      WHERE k.created_at <=\s"""
          + EXPIRY;
  private static final String PURGE = "DELETE FROM idempotency_keys WHERE created_at <= " + EXPIRY;

  /** The first answer, once it is as safe as one that was just committed. */
  Optional<FirstAnswer> findSafe(Connection connection, String key) throws SQLException {
    var found = find(connection, key);
    if (found.isPresent()) {
      SignalRows.awaitEarlierCommits(connection);
    }
    return found;
  }

  private Optional<FirstAnswer> find(Connection connection, String key) throws SQLException {
    try (var query = connection.prepareStatement(FIND)) {
      query.setString(1, key);
      try (var result = query.executeQuery()) {
        return result.next() ? Optional.of(read(result)) : Optional.empty();
      }
    }
  }

  /** Stores key and row in one transaction, or finds the answer that was first. */
  FirstAnswer storeFirst(Connection connection, String key, FirstAnswer mine, PendingRow row)
      throws SQLException {
    connection.setAutoCommit(false);
    try {
      if (claim(connection, key, mine)) {
        SignalRows.insert(connection, row);
        connection.commit();
        return mine;
      }
      connection.rollback();
    } catch (SQLException e) {
      rollBack(connection, e);
      throw e;
    } finally {
      if (!connection.isClosed()) {
        connection.setAutoCommit(true);
      }
    }
    SignalRows.awaitEarlierCommits(connection);
    return find(connection, key)
        .orElseThrow(() -> new SQLException("the idempotency key expired meanwhile"));
  }

  /** Forgets those that no repeat gets an answer by any more. */
  void purge(Connection connection) throws SQLException {
    try (var delete = connection.createStatement()) {
      delete.executeUpdate(PURGE);
    }
  }

  private boolean claim(Connection connection, String key, FirstAnswer mine) throws SQLException {
    try (var insert = connection.prepareStatement(CLAIM)) {
      insert.setString(1, key);
      insert.setString(2, mine.fingerprint());
      insert.setObject(3, mine.signalId());
      insert.setString(4, mine.answer());
      return insert.executeUpdate() == 1;
    }
  }

  private static void rollBack(Connection connection, SQLException cause) {
    try {
      connection.rollback();
    } catch (SQLException e) {
      cause.addSuppressed(e);
    }
  }

  private static FirstAnswer read(ResultSet result) throws SQLException {
    return new FirstAnswer(
        result.getString(1), result.getObject(2, UUID.class), result.getString(3));
  }
}
