package ai.hal9.engine.store;

import ai.hal9.api.metric.MetricCatalogue;
import ai.hal9.engine.config.NodeConfig;
import ai.hal9.engine.shard.KeyRange;
import ai.hal9.engine.shard.ShardMap;
import ai.hal9.engine.shard.SlotMask;
import ai.hal9.engine.shard.Slots;
import ai.hal9.engine.telemetry.Meters;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The node's way from a slot to its shard, by the newest map in the first shard's table. The first
 * node of a cluster puts the map there that its configuration asks for. Where a shard keeps out
 * rows of a slot that the map gives to it, the slot is on its way to another.
 */
final class ShardRoutes {

  private static final Logger LOG = LoggerFactory.getLogger(ShardRoutes.class);

  private final SortedMap<Integer, PostgresSignalStore> shards = new ConcurrentSkipListMap<>();

  /** The same, to be looked through without an iterator. */
  private volatile PostgresSignalStore[] each = {};

  private final Map<Integer, SlotMask> fences = new ConcurrentHashMap<>();
  private final ShardMap configured;
  private final Meters meters;
  private final Consumer<NodeConfig.Shard> opener;
  private final ReentrantLock changing = new ReentrantLock();
  private volatile @Nullable ShardMap map;

  /** Whether the map names shards that are not known. */
  private volatile boolean strangers;

  /** By slot, where rows are read; null where the shard is not known, or no map yet. */
  private volatile @Nullable PostgresSignalStore[] owners =
      new @Nullable PostgresSignalStore[Slots.COUNT];

  /** By slot, who takes rows; null where nobody does. */
  private volatile @Nullable PostgresSignalStore[] takers = owners;

  /**
   * No shards yet.
   *
   * @param opener opens a shard that was added to the cluster, and adds it here
   */
  ShardRoutes(NodeConfig.Database database, Meters meters, Consumer<NodeConfig.Shard> opener) {
    this.meters = meters;
    this.opener = opener;
    configured = configured(database);
    meters.gauge(MetricCatalogue.SHARD_MAP_VERSION, this::version);
  }

  /** Adds a shard. */
  void add(int id, PostgresSignalStore shard) {
    changing.lock();
    try {
      shards.put(id, shard);
      each = shards.values().toArray(PostgresSignalStore[]::new);
      var name = Integer.toString(id);
      meters.gauge(MetricCatalogue.SHARD_UP, () -> shard.available() ? 1 : 0, name);
      meters.gauge(MetricCatalogue.SHARD_SLOTS, () -> slots(id), name);
      var known = map;
      if (known != null) {
        resolve(known);
      } else if (configured.shares().size() == 1) {
        // There is nothing to find out; what is only promised is taken before PostgreSQL answers.
        resolve(configured);
      }
    } finally {
      changing.unlock();
    }
  }

  /** Where rows of a slot are; null while that is not known. */
  @Nullable PostgresSignalStore owner(int slot) {
    return owners[slot];
  }

  /** Who takes rows of a slot; null while nobody does. */
  @Nullable PostgresSignalStore taker(int slot) {
    return takers[slot];
  }

  /** Whether rows of a slot are kept out of where they lie, for a moment. */
  boolean held(int slot) {
    return takers[slot] == null && owners[slot] != null;
  }

  /** Whether any slot is held. */
  boolean holding() {
    var known = map;
    return known != null
        && !fences.isEmpty()
        && fences.entrySet().stream().anyMatch(fence -> holds(known, fence));
  }

  /** Whether any shard answers. */
  boolean available() {
    for (var shard : each) {
      if (shard.available()) {
        return true;
      }
    }
    return false;
  }

  /** The shard a slot lies on, where it is not the only one; empty without a map. */
  OptionalInt shard(int slot) {
    var known = map;
    return known == null || each.length < 2
        ? OptionalInt.empty()
        : OptionalInt.of(known.owner(slot));
  }

  /** The shard a slot lies on, where it is gone and not the only one; empty without a map. */
  OptionalInt gone(int slot) {
    var shard = owners[slot];
    return shard != null && shard.available() ? OptionalInt.empty() : shard(slot);
  }

  /** Whether a slot's shard may be gone. */
  boolean anyGone() {
    if (map == null || each.length < 2) {
      return false;
    }
    for (var shard : each) {
      if (!shard.available()) {
        return true;
      }
    }
    return strangers;
  }

  /** Whether a shard answers, or has no slots. */
  boolean back(int id) {
    var known = map;
    return known != null && (answers(id) || !known.shares().containsKey(id));
  }

  private boolean answers(int id) {
    var shard = shards.get(id);
    return shard != null && shard.available();
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

  /** The map gone by; null while there is none. */
  @Nullable ShardMap map() {
    return map;
  }

  /** Takes over what is new; where there is no map, puts the configured one. */
  void follow(Connection firstShard) throws SQLException {
    changing.lock();
    try {
      for (var entry : ShardCatalogue.entries(firstShard)) {
        if (!shards.containsKey(entry.id())) {
          LOG.info("Shard {} was added to the cluster", entry.id());
          opener.accept(entry.shard());
        }
      }
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

  /** Reads what a shard keeps out now. */
  void lookAtFence(int id) {
    var shard = shards.get(id);
    if (shard == null || !shard.available()) {
      return;
    }
    var taken = shard.postgres().ask("read-fence", SlotFence::taken);
    changing.lock();
    try {
      taken.ifPresentOrElse(mask -> fences.put(id, mask), () -> fences.remove(id));
      var known = map;
      if (known != null) {
        resolve(known);
      }
    } finally {
      changing.unlock();
    }
  }

  /** The shards that are known to keep rows out. */
  Set<Integer> fenced() {
    return Set.copyOf(fences.keySet());
  }

  private void resolve(ShardMap known) {
    @Nullable PostgresSignalStore[] own = new @Nullable PostgresSignalStore[Slots.COUNT];
    @Nullable PostgresSignalStore[] take = new @Nullable PostgresSignalStore[Slots.COUNT];
    for (var slot = 0; slot < Slots.COUNT; slot++) {
      var id = known.owner(slot);
      var fence = fences.get(id);
      own[slot] = shards.get(id);
      take[slot] = fence == null || fence.has(slot) ? own[slot] : null;
    }
    owners = own;
    takers = take;
    strangers = Arrays.asList(own).contains(null);
  }

  private static boolean holds(ShardMap known, Map.Entry<Integer, SlotMask> fence) {
    for (var slot = 0; slot < Slots.COUNT; slot++) {
      if (known.owner(slot) == fence.getKey() && !fence.getValue().has(slot)) {
        return true;
      }
    }
    return false;
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
