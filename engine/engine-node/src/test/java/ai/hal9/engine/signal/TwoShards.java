package ai.hal9.engine.signal;

import ai.hal9.api.signal.SignalRequest;
import ai.hal9.engine.config.NodeConfig;
import ai.hal9.engine.shard.ShardMap;
import ai.hal9.engine.shard.Slots;
import ai.hal9.engine.shard.Strategy;
import ai.hal9.engine.store.TestStores;
import java.sql.SQLException;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * Two shards, each a database of its own.
 *
 * @param first shard 0
 * @param second shard 1
 */
record TwoShards(NodeConfig.Database first, NodeConfig.Database second) {

  /** The map that a cluster of them begins with. */
  static final ShardMap MAP = ShardMap.consistent(new TreeSet<>(List.of(0, 1)));

  /** Two new databases. */
  static TwoShards create() throws SQLException {
    return new TwoShards(TestStores.database(), TestStores.database());
  }

  /** As a node is configured that has both. */
  NodeConfig.Database both() {
    return new NodeConfig.Database(
        first.url(),
        first.username(),
        first.passwordFile(),
        List.of(),
        Strategy.CONSISTENT_HASH,
        List.of(
            new NodeConfig.Shard(
                1, second.url(), second.username(), second.passwordFile(), List.of(), null)),
        null);
  }

  /** The same for a node that does not reach the second. */
  TwoShards secondGone() {
    return new TwoShards(
        first,
        new NodeConfig.Database(
            "jdbc:postgresql://127.0.0.1:1/none", second.username(), second.passwordFile()));
  }

  /** That of a shard's number. */
  NodeConfig.Database shard(int number) {
    return number == 0 ? first : second;
  }

  /** Puts another map in force. */
  void put(ShardMap map) throws SQLException {
    try (var connection = TestStores.connect(first);
        var insert =
            connection.prepareStatement(
                "INSERT INTO shard_maps (version, strategy, owners) VALUES (?, ?, ?)")) {
      insert.setLong(1, map.version());
      insert.setString(2, map.strategy().wireName());
      insert.setArray(3, connection.createArrayOf("int2", map.owners().toArray()));
      insert.executeUpdate();
    }
  }

  /** Where a user's signals lie at first. */
  static int of(String user) {
    return MAP.owner(Slots.of(user));
  }

  /** Users who lie on a shard at first. */
  static List<String> usersOn(int shard) {
    return IntStream.range(0, 200)
        .mapToObj(i -> "user-" + i)
        .filter(user -> of(user) == shard)
        .toList();
  }

  static SignalRequest request(String user, String content) {
    return new SignalRequest(content, null, null, user);
  }
}
