package ai.hal9.engine.store;

import ai.hal9.engine.config.NodeConfig;
import ai.hal9.engine.config.ReplicaList;
import ai.hal9.engine.shard.ShardMap;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the first shard's tables say of all shards, for whoever changes it. */
public final class ShardCatalogue {

  private static final long LOCK = 0x4841_4C39_5348_4152L;

  private ShardCatalogue() {}

  /**
   * A shard that was added to a running cluster.
   *
   * @param primary for JDBC
   * @param replicas as {@code database.replicas} is written
   */
  public record Entry(
      int id, String primary, String username, @Nullable Path passwordFile, String replicas) {

    /** One that a configuration names. */
    public static Entry of(NodeConfig.Shard shard) {
      return new Entry(shard.id(), shard.primary(), shard.username(), shard.passwordFile(), "");
    }

    NodeConfig.Shard shard() {
      return new NodeConfig.Shard(
          id, primary, username, passwordFile, ReplicaList.parse(replicas).orElse(List.of()), null);
    }
  }

  /** Makes this connection the one that may change shards, unless another is. */
  public static boolean lock(Connection first) throws SQLException {
    return asked(first, "SELECT pg_try_advisory_lock(" + LOCK + ")");
  }

  /** Lets others change shards. */
  public static void unlock(Connection first) throws SQLException {
    asked(first, "SELECT pg_advisory_unlock(" + LOCK + ")");
  }

  /** The newest map; empty before a node has put the first one. */
  public static Optional<ShardMap> newest(Connection first) throws SQLException {
    return ShardMapTable.newer(first, 0);
  }

  /** The newest map, which has to be there. */
  public static ShardMap map(Connection first) throws SQLException {
    return newest(first)
        .orElseThrow(() -> new SQLException("the cluster has no shard map yet", "02000"));
  }

  /** Puts the next map; fails when somebody else put one of its version. */
  public static void put(Connection first, ShardMap next) throws SQLException {
    if (!ShardMapTable.add(first, next)) {
      throw new SQLException("shard map " + next.version() + " is there already", "23505");
    }
  }

  /** The shards that were added. */
  public static List<Entry> entries(Connection first) throws SQLException {
    try (var query =
            first.prepareStatement(
                "SELECT id, primary_url, username, password_file, replicas FROM shards"
                    + " ORDER BY id");
        var row = query.executeQuery()) {
      var entries = new ArrayList<Entry>();
      while (row.next()) {
        var file = row.getString(4);
        entries.add(
            new Entry(
                row.getInt(1),
                row.getString(2),
                row.getString(3),
                file == null ? null : Path.of(file),
                row.getString(5)));
      }
      return entries;
    }
  }

  /** The shard whose adding was begun and has not ended. */
  public static Optional<Entry> unfinished(Connection first) throws SQLException {
    try (var query =
            first.prepareStatement("SELECT target FROM shard_moves WHERE phase <> 'done' LIMIT 1");
        var row = query.executeQuery()) {
      if (!row.next()) {
        return Optional.empty();
      }
      var target = row.getInt(1);
      return entries(first).stream().filter(entry -> entry.id() == target).findFirst();
    }
  }

  /** Says where a shard is. */
  public static void add(Connection first, Entry entry) throws SQLException {
    try (var insert =
        first.prepareStatement(
            "INSERT INTO shards (id, primary_url, username, password_file, replicas)"
                + " VALUES (?, ?, ?, ?, ?)"
                + " ON CONFLICT (id) DO UPDATE SET primary_url = excluded.primary_url,"
                + " username = excluded.username, password_file = excluded.password_file,"
                + " replicas = excluded.replicas")) {
      var file = entry.passwordFile();
      insert.setInt(1, entry.id());
      insert.setString(2, entry.primary());
      insert.setString(3, entry.username());
      insert.setString(4, file == null ? null : file.toString());
      insert.setString(5, entry.replicas());
      insert.executeUpdate();
    }
  }

  private static boolean asked(Connection connection, String question) throws SQLException {
    try (var statement = connection.createStatement();
        var row = statement.executeQuery(question)) {
      return row.next() && row.getBoolean(1);
    }
  }
}
