package ai.hal9.engine.migration;

import ai.hal9.engine.config.NodeConfig;
import ai.hal9.engine.reshard.Servers;
import ai.hal9.engine.shard.ShardMap;
import ai.hal9.engine.store.ShardCatalogue;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The cluster that rows go to, each with its own checkpoints: a signal to the shard on which the
 * slot in its id lies, all else to the first shard.
 */
final class Destination implements AutoCloseable {

  private static final String SIGNALS = "signals";

  /**
   * What goes to one shard of a table.
   *
   * @param table the table, or that part of it
   */
  record Part(MovedTable table, Target target, Checkpoints checkpoints) {}

  private record Shard(Target target, Checkpoints checkpoints) {}

  private final SortedMap<Integer, Shard> shards;
  private final long mapVersion;

  private Destination(SortedMap<Integer, Shard> shards, long mapVersion) {
    this.shards = shards;
    this.mapVersion = mapVersion;
  }

  /**
   * Connects to all shards, and makes the tables where there are none.
   *
   * @throws MigrationException if that cannot be, another migration into one of them runs, or
   *     another content of the file has not been moved wholly
   */
  static Destination open(NodeConfig.Database database, SourceFile source, boolean restart)
      throws SQLException {
    var servers = new Servers(database, "hal9 migrate");
    var opened = new TreeMap<Integer, Shard>();
    try {
      var first = shard(servers, servers.first(), source, restart);
      opened.put(NodeConfig.FIRST_SHARD, first);
      var map = ShardCatalogue.newest(first.target.connection());
      if (map.isEmpty() && !database.shards().isEmpty()) {
        throw MigrationException.failed(
            "the cluster has not given out its shards' slots yet: start a node of it first");
      }
      for (var id : map.map(ShardMap::shares).orElseGet(TreeMap::new).keySet()) {
        if (id != NodeConfig.FIRST_SHARD) {
          var entry = servers.entry(first.target.connection(), id);
          opened.put(id, shard(servers, known(id, entry), source, restart));
        }
      }
      map.filter(_ -> opened.size() > 1).ifPresent(source::spreadBy);
      return new Destination(opened, map.map(ShardMap::version).orElse(0L));
    } catch (SQLException | RuntimeException e) {
      close(opened);
      throw e;
    }
  }

  private static ShardCatalogue.Entry known(int id, Optional<ShardCatalogue.Entry> entry) {
    return entry.orElseThrow(
        () ->
            MigrationException.usage(
                "signals lie on shard %d too, and nobody says where that is: name a node's configuration with --config instead of --to"
                    .formatted(id)));
  }

  private static Shard shard(
      Servers servers, ShardCatalogue.Entry entry, SourceFile source, boolean restart)
      throws SQLException {
    var target = Target.open(servers, entry);
    try {
      return new Shard(target, Checkpoints.open(target.connection(), source, restart));
    } catch (SQLException | RuntimeException e) {
      target.close();
      throw e;
    }
  }

  /**
   * The table, or what of it each shard gets. Such a part has the map's version in its label: when
   * slots have moved since, its rows are others.
   */
  Stream<Part> parts(MovedTable table) {
    if (shards.size() == 1 || !table.name().equals(SIGNALS)) {
      return Stream.of(part(table, first()));
    }
    return shards.entrySet().stream()
        .map(
            each ->
                part(
                    table.part(
                        "%s shard %d map %d".formatted(table.label(), each.getKey(), mapVersion),
                        SourceFile.lyingOn("t.id", each.getKey())),
                    each.getValue()));
  }

  private static Part part(MovedTable table, Shard shard) {
    return new Part(table, shard.target, shard.checkpoints);
  }

  private Shard first() {
    return shards.sequencedValues().getFirst();
  }

  /** The number under which moved games are owned. */
  long owner() {
    return first().checkpoints.owner();
  }

  /** Whether all was moved and compared before. */
  boolean finished() {
    return first().checkpoints.finished();
  }

  /** Whether anything was moved before. */
  boolean begun() throws SQLException {
    return first().checkpoints.begun();
  }

  /** All is moved and compared; the first shard notes it last. */
  void finish() throws SQLException {
    for (var shard : shards.sequencedValues().reversed()) {
      shard.checkpoints.finish();
    }
  }

  @Override
  public void close() throws SQLException {
    close(shards);
  }

  private static void close(Map<Integer, Shard> shards) throws SQLException {
    for (var shard : List.copyOf(shards.values())) {
      shard.target.close();
    }
  }
}
