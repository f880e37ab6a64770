package ai.hal9.engine.store;

import ai.hal9.api.metric.MetricCatalogue;
import ai.hal9.engine.config.NodeConfig;
import ai.hal9.engine.shard.KeyRange;
import ai.hal9.engine.shard.ShardMap;
import ai.hal9.engine.shard.Slots;
import ai.hal9.engine.telemetry.Meters;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The node's way from a slot to its shard, by the newest map in the first shard's table. The first
 * node of a cluster puts the map there that its configuration asks for.
 */
final class ShardRoutes {

  private static final Logger LOG = LoggerFactory.getLogger(ShardRoutes.class);

  private final SortedMap<Integer, PostgresSignalStore> shards = new ConcurrentSkipListMap<>();
  private final ShardMap configured;
  private final ReentrantLock changing = new ReentrantLock();
  private volatile @Nullable ShardMap map;

  /** By slot; null where its shard is not known, or no map yet. */
  private volatile @Nullable PostgresSignalStore[] bySlot = new PostgresSignalStore[Slots.COUNT];

  ShardRoutes(NodeConfig.Database database, Meters meters) {
    configured = configured(database);
    meters.gauge(MetricCatalogue.SHARD_MAP_VERSION, this::version);
    for (var shard : database.all()) {
      meters.gauge(
          MetricCatalogue.SHARD_SLOTS, () -> slots(shard.id()), Integer.toString(shard.id()));
    }
  }

  /** Adds a shard. */
  void add(int id, PostgresSignalStore shard) {
    changing.lock();
    try {
      shards.put(id, shard);
      var known = map;
      if (known == null && shards.size() == 1 && configured.shares().size() == 1) {
        // There is nothing to find out; what is only promised is taken before PostgreSQL answers.
        resolve(configured);
      } else if (known != null) {
        resolve(known);
      }
    } finally {
      changing.unlock();
    }
  }

  /** Where a slot lies; null while that is not known. */
  @Nullable PostgresSignalStore at(int slot) {
    return bySlot[slot];
  }

  /** Where a row lies; null while that is not known. */
  @Nullable PostgresSignalStore at(UUID id) {
    return bySlot[Slots.of(id)];
  }

  /** All shards there are, in the order of their ids. */
  Collection<PostgresSignalStore> all() {
    return shards.values();
  }

  /** By their ids. */
  Map<Integer, PostgresSignalStore> byId() {
    return shards;
  }

  /** The version gone by; 0 while there is none. */
  long version() {
    var known = map;
    return known == null ? 0 : known.version();
  }

  /** Takes over the newest map; where there is none, puts the configured one. */
  void follow(Connection firstShard) throws SQLException {
    changing.lock();
    try {
      var newer = ShardMapTable.newer(firstShard, version());
      if (newer.isEmpty() && map == null) {
        ShardMapTable.add(firstShard, configured);
        newer = ShardMapTable.newer(firstShard, version());
      }
      if (newer.isPresent()) {
        var known = newer.get();
        map = known;
        resolve(known);
        told(known);
      }
    } finally {
      changing.unlock();
    }
  }

  private void resolve(ShardMap known) {
    var resolved = new PostgresSignalStore[Slots.COUNT];
    for (var slot = 0; slot < Slots.COUNT; slot++) {
      resolved[slot] = shards.get(known.owner(slot));
    }
    bySlot = resolved;
  }

  private void told(ShardMap known) {
    if (known.shares().size() > 1 || known.version() > 1) {
      LOG.info("Shard map {}: slots by shard {}", known.version(), known.shares());
    }
    var unknown = new TreeSet<>(known.shares().keySet());
    unknown.removeAll(shards.keySet());
    if (!unknown.isEmpty()) {
      LOG.error(
          "The cluster's shard map names shards {}, which database.shards does not: signals of"
              + " their users are refused",
          unknown);
    }
  }

  private double slots(int shard) {
    var known = map;
    return known == null ? Double.NaN : known.shares().getOrDefault(shard, 0);
  }

  private static ShardMap configured(NodeConfig.Database database) {
    var shards = database.all();
    return switch (database.sharding()) {
      case CONSISTENT_HASH ->
          ShardMap.consistent(new TreeSet<>(shards.stream().map(NodeConfig.Shard::id).toList()));
      case KEY_RANGE -> {
        var ranges = new TreeMap<Integer, KeyRange>();
        for (var shard : shards) {
          var range = shard.keyRange();
          if (range != null) {
            ranges.put(shard.id(), range);
          }
        }
        yield ShardMap.ranges(ranges);
      }
    };
  }
}
