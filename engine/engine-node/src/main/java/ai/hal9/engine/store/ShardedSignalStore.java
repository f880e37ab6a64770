package ai.hal9.engine.store;

import ai.hal9.api.metric.MetricCatalogue;
import ai.hal9.engine.config.NodeConfig;
import ai.hal9.engine.neuron.Neuron;
import ai.hal9.engine.resilience.Breaker;
import ai.hal9.engine.resilience.Readiness;
import ai.hal9.engine.shard.Slots;
import ai.hal9.engine.telemetry.Meters;
import ai.hal9.engine.tuning.LiveTuning;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Signals over all shards: a row is where the slot in its id lies by the cluster's map. Each shard
 * has its own pool, watch, breaker and writers, so that one that is gone holds up no other.
 */
public final class ShardedSignalStore implements SignalStore {

  private static final Logger LOG = LoggerFactory.getLogger(ShardedSignalStore.class);
  private static final Duration LOOK = Duration.ofMillis(500);

  /** How long a node that starts waits for shards it could do without. */
  private static final Duration PATIENCE = Duration.ofSeconds(3);

  private final ShardRoutes routes;
  private final PostgresSignalStore first;
  private final AtOnce atOnce;
  private final LongSupplier nanoTime;
  private final long startNanos;
  private volatile boolean begun;
  private final ScheduledExecutorService looks =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("shard-map").factory());

  private ShardedSignalStore(
      ShardRoutes routes, PostgresSignalStore first, AtOnce atOnce, LongSupplier nanoTime) {
    this.routes = routes;
    this.first = first;
    this.atOnce = atOnce;
    this.nanoTime = nanoTime;
    this.startNanos = nanoTime.getAsLong();
  }

  /**
   * Starts the store; it becomes available when PostgreSQL answers.
   *
   * @param region the node's
   * @param breakers makes the one around a shard's PostgreSQL
   * @param virtualThreads starts a virtual thread a task
   */
  public static ShardedSignalStore start(
      NodeConfig.Database database,
      String region,
      List<Neuron> neurons,
      LiveTuning tuning,
      Meters meters,
      IntFunction<Breaker> breakers,
      InstantSource clock,
      LongSupplier nanoTime,
      Executor virtualThreads) {
    var routes = new ShardRoutes(database, meters);
    var summed = new SummedMeters(meters);
    var batches = new BatchMeters(meters, nanoTime);
    PostgresSignalStore store = null;
    // The first comes last: when it answers and tells the map, the others are there.
    for (var shard : database.all().reversed()) {
      var name = Integer.toString(shard.id());
      var started =
          PostgresSignalStore.start(
              shard,
              region,
              shard.id() == NodeConfig.FIRST_SHARD ? routes::follow : connection -> {},
              neurons,
              tuning,
              summed.ofShard(name),
              batches.ofShard(meters.count(MetricCatalogue.SHARD_ROWS, name)),
              breakers.apply(shard.id()),
              clock,
              nanoTime,
              virtualThreads);
      routes.add(shard.id(), started);
      meters.gauge(MetricCatalogue.SHARD_UP, () -> started.available() ? 1 : 0, name);
      store = started;
    }
    if (store == null) {
      throw new IllegalArgumentException("a cluster has one shard at least");
    }
    var sharded = new ShardedSignalStore(routes, store, new AtOnce(virtualThreads), nanoTime);
    var _ =
        sharded.looks.scheduleWithFixedDelay(
            sharded::look, LOOK.toMillis(), LOOK.toMillis(), TimeUnit.MILLISECONDS);
    return sharded;
  }

  /** The first shard's PostgreSQL, which others may use too; it ends with this store. */
  public Postgres postgres() {
    return first.postgres();
  }

  /** All shards, the first first. */
  public List<Database> databases() {
    return routes.all().stream().<Database>map(PostgresSignalStore::postgres).toList();
  }

  @Override
  public boolean available() {
    if (first.available()) {
      return true;
    }
    for (var shard : routes.all()) {
      if (shard.available()) {
        return true;
      }
    }
    return false;
  }

  @Override
  public boolean available(int slot) {
    if (slot == Slots.ANY) {
      return available();
    }
    var shard = routes.at(slot);
    return shard != null && shard.available();
  }

  @Override
  public boolean crowded(UUID id) {
    var shard = routes.at(id);
    return shard == null || shard.crowded(id);
  }

  @Override
  public Admission offer(PendingRow row, boolean promised) {
    var shard = routes.at(row.id());
    return shard == null ? Admission.UNAVAILABLE : shard.offer(row, promised);
  }

  @Override
  public Optional<StoredRow> find(UUID id) {
    var home = at(id);
    var found = home.find(id);
    return found.isPresent() || routes.all().size() == 1 ? found : findElsewhere(home, id);
  }

  @Override
  public Optional<FirstAnswer> firstAnswer(int slot, String key) {
    return at(slot).firstAnswer(slot, key);
  }

  @Override
  public FirstAnswer storeFirst(String key, FirstAnswer answer, PendingRow row) {
    return at(row.id()).storeFirst(key, answer, row);
  }

  @Override
  public void writeNew(List<byte[]> tuples, int rows) {
    if (routes.all().size() == 1) {
      first.writeNew(tuples, rows);
      return;
    }
    var split = tuples.stream().flatMap(each -> Tuple.split(each).stream()).toList();
    byShard(
        split, (shard, own) -> shard.writeNew(own.stream().map(Tuple::bytes).toList(), own.size()));
  }

  @Override
  public void writeMissing(List<Tuple> rows) {
    byShard(rows, PostgresSignalStore::writeMissing);
  }

  @Override
  public List<Readiness.Part> parts() {
    var parts = new ArrayList<Readiness.Part>();
    var starting = starting();
    routes
        .byId()
        .forEach(
            (id, shard) -> {
              var part = shard.parts().getFirst();
              parts.add(
                  id == NodeConfig.FIRST_SHARD
                      ? part
                      : new Readiness.Part(
                          part.name() + "-shard-" + id, part.ready(), starting, part.reason()));
            });
    return parts;
  }

  private boolean starting() {
    if (!begun) {
      begun =
          nanoTime.getAsLong() - startNanos > PATIENCE.toNanos()
              || routes.all().stream().allMatch(PostgresSignalStore::available);
    }
    return !begun;
  }

  @Override
  public void close(Duration deadline) {
    looks.shutdownNow();
    var _ =
        atOnce.ask(
            routes.all().stream()
                .<Supplier<Boolean>>map(
                    shard ->
                        () -> {
                          shard.close(deadline);
                          return true;
                        })
                .toList());
  }

  /** A map may have changed that this node has not heard of; costs a question to each shard. */
  private Optional<StoredRow> findElsewhere(PostgresSignalStore home, UUID id) {
    return atOnce
        .ask(
            routes.all().stream()
                .filter(shard -> shard != home && shard.available())
                .<Supplier<Optional<StoredRow>>>map(shard -> () -> shard.find(id))
                .toList())
        .stream()
        .flatMap(Optional::stream)
        .findFirst();
  }

  private interface Writing {
    void to(PostgresSignalStore shard, List<Tuple> rows);
  }

  private void byShard(List<Tuple> rows, Writing writing) {
    var parts = new IdentityHashMap<PostgresSignalStore, List<Tuple>>();
    for (var row : rows) {
      parts.computeIfAbsent(at(row.id()), shard -> new ArrayList<>()).add(row);
    }
    var _ =
        atOnce.ask(
            parts.entrySet().stream()
                .<Supplier<Boolean>>map(
                    part ->
                        () -> {
                          writing.to(part.getKey(), part.getValue());
                          return true;
                        })
                .toList());
  }

  private PostgresSignalStore at(UUID id) {
    return at(Slots.of(id));
  }

  private PostgresSignalStore at(int slot) {
    var shard = routes.at(slot);
    if (shard == null) {
      throw new StoreException("no shard is known for slot " + slot);
    }
    return shard;
  }

  private void look() {
    try {
      if (first.available()) {
        var _ =
            first
                .postgres()
                .ask(
                    "shard-map",
                    connection -> {
                      routes.follow(connection);
                      return true;
                    });
      }
    } catch (RuntimeException e) {
      LOG.warn("The shard map is looked at later: {}", e.getMessage());
    }
  }
}
