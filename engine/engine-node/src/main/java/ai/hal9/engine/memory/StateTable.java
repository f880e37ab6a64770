package ai.hal9.engine.memory;

import ai.hal9.engine.cache.Versioned;
import ai.hal9.engine.store.Database;
import ai.hal9.engine.store.StoreException;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The states in {@code neurons}. A state is replaced by one of a larger version only. Every method
 * throws {@link StoreException} when PostgreSQL fails.
 */
final class StateTable {

  private static final String FIND = "SELECT state_version, state FROM neurons WHERE id = ?";
  private static final String ALL =
      "SELECT id, state_version, state FROM neurons WHERE state IS NOT NULL";
  private static final String VERSION = "SELECT state_version FROM neurons WHERE id = ?";
  private static final String UPDATE =
      """
      UPDATE neurons SET state = ?::jsonb, state_version = GREATEST(state_version + 1, ?),
          updated_at = now()
      WHERE id = ? RETURNING state_version
      """;

  /**
   * Sorted, so that two nodes that write the same neurons wait for one another in one order. What
   * is there already, from an attempt whose outcome was unknown, is written again.
   */
  private static final String UPDATE_ALL =
      """
      UPDATE neurons SET state = u.state::jsonb, state_version = u.version, updated_at = now()
      FROM (SELECT * FROM unnest(?::uuid[], ?::text[], ?::bigint[]) AS r(id, state, version)
            ORDER BY id) AS u
      WHERE neurons.id = u.id AND neurons.state_version <= u.version
      """;

  private static final String NONE = "null";

  private final Database database;

  StateTable(Database database) {
    this.database = database;
  }

  /** A neuron's state, JSON's null when it has none. */
  Versioned find(UUID neuron) {
    return database.ask(
        "find-state",
        connection -> {
          try (var query = connection.prepareStatement(FIND)) {
            query.setObject(1, neuron);
            try (var row = query.executeQuery()) {
              return row.next() ? versioned(row.getLong(1), row.getString(2)) : versioned(0, NONE);
            }
          }
        });
  }

  /** The version of a neuron's state, 0 when it never had one. */
  long version(UUID neuron) {
    return database.ask(
        "find-state-version",
        connection -> {
          try (var query = connection.prepareStatement(VERSION)) {
            query.setObject(1, neuron);
            try (var row = query.executeQuery()) {
              return row.next() ? row.getLong(1) : 0L;
            }
          }
        });
  }

  /** Replaces it; the version it has then. */
  long update(StateRow row) {
    return database.ask(
        "update-state",
        connection -> {
          try (var update = connection.prepareStatement(UPDATE)) {
            update.setString(1, row.json());
            update.setLong(2, row.version());
            update.setObject(3, row.neuron());
            try (var result = update.executeQuery()) {
              if (!result.next()) {
                throw new SQLException("no neuron " + row.neuron() + " is in the table", "02000");
              }
              return result.getLong(1);
            }
          }
        });
  }

  /** Replaces those that are older than the given ones, in one statement; how many those were. */
  int updateAll(List<StateRow> rows) {
    // The driver sends arrays of strings and longs as they are, others as text with escapes.
    var states = rows.stream().map(StateRow::json).toArray(String[]::new);
    var versions = rows.stream().map(StateRow::version).toArray(Long[]::new);
    var neurons = rows.stream().map(StateRow::neuron).toArray(UUID[]::new);
    return database.ask(
        "update-states",
        connection -> {
          try (var update = connection.prepareStatement(UPDATE_ALL)) {
            update.setArray(1, connection.createArrayOf("uuid", neurons));
            update.setArray(2, connection.createArrayOf("text", states));
            update.setArray(3, connection.createArrayOf("bigint", versions));
            return update.executeUpdate();
          }
        });
  }

  /** Hands over every neuron's state; how many have one. */
  int each(BiConsumer<UUID, Versioned> taker) {
    return database.ask(
        "read-states",
        connection -> {
          try (var query = connection.prepareStatement(ALL);
              var row = query.executeQuery()) {
            var count = 0;
            while (row.next()) {
              taker.accept(
                  row.getObject(1, UUID.class), versioned(row.getLong(2), row.getString(3)));
              count++;
            }
            return count;
          }
        });
  }

  private static Versioned versioned(long version, @Nullable String state) {
    return new Versioned(version, state == null ? NONE : state);
  }
}
