package ai.hal9.engine.account;

import ai.hal9.engine.store.Database;
import ai.hal9.engine.store.StoreException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;

/** The table {@code api_keys}. Every method throws {@link StoreException} when PostgreSQL fails. */
final class ApiKeyTable {

  private static final String LOCK = "SELECT 1 FROM users WHERE id = ? FOR NO KEY UPDATE";
  private static final String INSERT =
      """
      INSERT INTO api_keys (id, user_id, name, prefix, hash, created_at)
      SELECT ?, id, ?, ?, ?, ? FROM users
      WHERE id = ? AND (SELECT count(*) FROM api_keys WHERE user_id = ? AND revoked_at IS NULL) < ?
      """;
  private static final String OF_USER =
      """
      SELECT id, name, prefix, created_at, last_used_at, hash FROM api_keys
      WHERE user_id = ? AND revoked_at IS NULL ORDER BY created_at, id
      """;
  private static final String REVOKE =
      "UPDATE api_keys SET revoked_at = coalesce(revoked_at, now()) WHERE id = ? AND user_id = ?";
  private static final String USED = "UPDATE api_keys SET last_used_at = ? WHERE id = ?";

  private final Database database;

  /** A key with the SHA-256 of its text, in hexadecimal. */
  record Entry(ApiKey key, String hash) {}

  ApiKeyTable(Database database) {
    this.database = database;
  }

  /** Adds a key; false when the user has so many already, or there is no such user. */
  boolean insert(ApiKey key, ApiKeyText text, int most) {
    return database.ask(
        "insert-api-key",
        connection -> {
          connection.setAutoCommit(false);
          try {
            lock(connection, text.user());
            var inserted = insert(connection, key, text, most);
            connection.commit();
            return inserted;
          } finally {
            if (!connection.isClosed()) {
              connection.rollback();
              connection.setAutoCommit(true);
            }
          }
        });
  }

  /**
   * Lets one call at a time make a key of a user. A statement of its own: the next then sees, and
   * counts, what was committed before the lock was had.
   */
  private static void lock(Connection connection, UUID user) throws SQLException {
    try (var lock = connection.prepareStatement(LOCK)) {
      lock.setObject(1, user);
      lock.execute();
    }
  }

  private static boolean insert(Connection connection, ApiKey key, ApiKeyText text, int most)
      throws SQLException {
    try (var insert = connection.prepareStatement(INSERT)) {
      insert.setObject(1, key.id());
      insert.setString(2, key.name());
      insert.setString(3, key.prefix());
      insert.setBytes(4, text.hash());
      insert.setObject(5, key.createdAt().atOffset(ZoneOffset.UTC));
      insert.setObject(6, text.user());
      insert.setObject(7, text.user());
      insert.setInt(8, most);
      return insert.executeUpdate() == 1;
    }
  }

  /** A user's keys that are not revoked, oldest first. */
  List<Entry> of(UUID user) {
    return database.ask(
        "find-api-keys",
        connection -> {
          try (var query = connection.prepareStatement(OF_USER)) {
            query.setObject(1, user);
            try (var result = query.executeQuery()) {
              var keys = new ArrayList<Entry>();
              while (result.next()) {
                keys.add(read(result));
              }
              return keys;
            }
          }
        });
  }

  /** Revokes a key of a user, perhaps once more; false when there is none. */
  boolean revoke(UUID user, UUID key) {
    return database.ask(
        "revoke-api-key",
        connection -> {
          try (var update = connection.prepareStatement(REVOKE)) {
            update.setObject(1, key);
            update.setObject(2, user);
            return update.executeUpdate() == 1;
          }
        });
  }

  void used(UUID key, Instant at) {
    database.ask(
        "use-api-key",
        connection -> {
          try (var update = connection.prepareStatement(USED)) {
            update.setObject(1, at.atOffset(ZoneOffset.UTC));
            update.setObject(2, key);
            return update.executeUpdate();
          }
        });
  }

  private static Entry read(ResultSet result) throws SQLException {
    var used = result.getObject(5, OffsetDateTime.class);
    return new Entry(
        new ApiKey(
            result.getObject(1, UUID.class),
            result.getString(2),
            result.getString(3),
            result.getObject(4, OffsetDateTime.class).toInstant(),
            used == null ? null : used.toInstant()),
        HexFormat.of().formatHex(result.getBytes(6)));
  }
}
