package ai.hal9.engine.store;

import ai.hal9.engine.shard.ShardMap;
import ai.hal9.engine.shard.Strategy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The table {@code shard_maps}: the cluster's shard map, version by version. */
final class ShardMapTable {

  private static final String NEWEST =
      """
      SELECT version, strategy, owners FROM shard_maps
      WHERE version > ? ORDER BY version DESC LIMIT 1
      """;
  private static final String ADD =
      """
      INSERT INTO shard_maps (version, strategy, owners) VALUES (?, ?, ?)
      ON CONFLICT (version) DO NOTHING
      """;

  private ShardMapTable() {}

  /** The newest map, if there is one newer than that version. */
  static Optional<ShardMap> newer(Connection connection, long version) throws SQLException {
    try (var query = connection.prepareStatement(NEWEST)) {
      query.setLong(1, version);
      try (var row = query.executeQuery()) {
        return row.next()
            ? Optional.of(
                new ShardMap(
                    row.getLong(1), Strategy.named(row.getString(2)), owners(row.getArray(3))))
            : Optional.empty();
      }
    }
  }

  /** Puts a version, unless one of its number is there; says whether it did. */
  static boolean add(Connection connection, ShardMap map) throws SQLException {
    try (var insert = connection.prepareStatement(ADD)) {
      insert.setLong(1, map.version());
      insert.setString(2, map.strategy().wireName());
      insert.setArray(3, connection.createArrayOf("int2", map.owners().toArray()));
      return insert.executeUpdate() == 1;
    }
  }

  private static List<Integer> owners(java.sql.Array array) throws SQLException {
    return Arrays.stream((Object[]) array.getArray())
        .map(owner -> ((Number) owner).intValue())
        .toList();
  }
}
