package ai.hal9.engine.account;

import ai.hal9.engine.store.Database;
import ai.hal9.engine.store.StoreException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The table {@code users}. Every method throws {@link StoreException} when PostgreSQL fails. */
final class UserTable {

  private static final String COLUMNS = "id, username, display_name, created_at, password_hash";
  private static final String INSERT =
      "INSERT INTO users (id, username, display_name, created_at, password_hash)"
          + " VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING";
  private static final String BY_NAME =
      "SELECT " + COLUMNS + " FROM users WHERE lower(username) = lower(?)";
  private static final String BY_ID = "SELECT " + COLUMNS + " FROM users WHERE id = ?";
  private static final String RENAME =
      "UPDATE users SET display_name = ?, updated_at = now() WHERE id = ?";
  private static final String SET_PASSWORD =
      "UPDATE users SET password_hash = ?, updated_at = now() WHERE id = ? AND password_hash = ?";

  private final Database database;

  /** A user with the password's hash. */
  record Entry(User user, String passwordHash) {}

  UserTable(Database database) {
    this.database = database;
  }

  /** Adds a user; false when the name is taken. */
  boolean insert(User user, String passwordHash) {
    return database.ask(
        "insert-user",
        connection -> {
          try (var insert = connection.prepareStatement(INSERT)) {
            insert.setObject(1, user.id());
            insert.setString(2, user.username());
            insert.setString(3, user.displayName());
            insert.setObject(4, user.createdAt().atOffset(ZoneOffset.UTC));
            insert.setString(5, passwordHash);
            return insert.executeUpdate() == 1;
          }
        });
  }

  Optional<Entry> byName(String username) {
    return find("find-user", BY_NAME, username);
  }

  Optional<Entry> byId(UUID id) {
    return find("find-user", BY_ID, id);
  }

  void rename(UUID id, String displayName) {
    update("update-user", RENAME, displayName, id, null);
  }

  /** Replaces a hash unless it was replaced meanwhile: then false. */
  boolean setPassword(UUID id, String before, String after) {
    return update("update-user", SET_PASSWORD, after, id, before);
  }

  private boolean update(
      String operation, String sql, String value, UUID id, @Nullable String condition) {
    return database.ask(
        operation,
        connection -> {
          try (var update = connection.prepareStatement(sql)) {
            update.setString(1, value);
            update.setObject(2, id);
            if (condition != null) {
              update.setString(3, condition);
            }
            return update.executeUpdate() == 1;
          }
        });
  }

  private Optional<Entry> find(String operation, String sql, Object key) {
    return database.ask(
        operation,
        connection -> {
          try (var query = connection.prepareStatement(sql)) {
            query.setObject(1, key);
            try (var result = query.executeQuery()) {
              return result.next() ? Optional.of(read(result)) : Optional.empty();
            }
          }
        });
  }

  private static Entry read(ResultSet result) throws SQLException {
    return new Entry(
        new User(
            result.getObject(1, UUID.class),
            result.getString(2),
            result.getString(3),
            result.getObject(4, OffsetDateTime.class).toInstant()),
        result.getString(5));
  }
}
