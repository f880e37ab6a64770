package ai.hal9.engine.store;

import ai.hal9.api.metric.MetricCatalogue;
import ai.hal9.engine.config.NodeConfig;
import ai.hal9.engine.neuron.Neuron;
import ai.hal9.engine.resilience.Breaker;
import ai.hal9.engine.resilience.Readiness;
import ai.hal9.engine.shard.ShardList;
import ai.hal9.engine.shard.Slots;
import ai.hal9.engine.telemetry.Events;
import ai.hal9.engine.telemetry.Meters;
import ai.hal9.engine.tuning.LiveTuning;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.function.IntFunction;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Signals over all shards: a row is where the slot in its id lies by the cluster's map. Each shard
 * has its own pool, watch, breaker and writers, so that one that is gone holds up no other. Rows of
 * a slot that moves are held for that moment.
 */
public final class ShardedSignalStore implements SignalStore {

  /** How long a node that starts waits for shards it could do without. */
  private static final Duration PATIENCE = Duration.ofSeconds(3);

  private final Surroundings around;
  private final SummedMeters summed;
  private final BatchMeters batches;
  private final ShardRoutes routes;
  private final ShardFollower follower;
  private final HeldRows held;
  private final AtOnce atOnce;
  private final ShardWrites writes;
  private final int configured;
  private final long startNanos;
  private volatile boolean begun;

  /**
   * What all shards of a node work with.
   *
   * @param region the node's
   * @param neurons the configured ones
   * @param breakers makes the breaker around a shard's PostgreSQL, by the shard's id
   * @param virtualThreads starts a virtual thread a task
   */
  public record Surroundings(
      String region,
      List<Neuron> neurons,
      LiveTuning tuning,
      Meters meters,
      Events events,
      IntFunction<Breaker> breakers,
      InstantSource clock,
      LongSupplier nanoTime,
      Executor virtualThreads) {
    public Surroundings {
      neurons = List.copyOf(neurons);
    }
  }

  private ShardedSignalStore(NodeConfig.Database database, Surroundings around) {
    this.around = around;
    summed = new SummedMeters(around.meters());
    batches = new BatchMeters(around.meters(), around.nanoTime());
    routes = new ShardRoutes(database, around.meters(), this::open);
    follower = new ShardFollower(routes, around.nanoTime());
    held = new HeldRows(routes, follower::look, around.nanoTime());
    atOnce = new AtOnce(around.virtualThreads());
    writes = new ShardWrites(routes, follower, atOnce, around.nanoTime());
    configured = database.all().size();
    startNanos = around.nanoTime().getAsLong();
    around.meters().gauge(MetricCatalogue.SHARD_HELD, held::count);
    summed.gauge(MetricCatalogue.SIGNALS_UNSTORED, held::promised);
  }

  /** Starts the store; it becomes available when PostgreSQL answers. */
  public static ShardedSignalStore start(NodeConfig.Database database, Surroundings around) {
    var store = new ShardedSignalStore(database, around);
    // The first comes last: when it answers and tells the map, the others are there.
    database.all().reversed().forEach(store::open);
    store.held.start();
    store.follower.start();
    return store;
  }

  private void open(NodeConfig.Shard shard) {
    var name = Integer.toString(shard.id());
    routes.add(
        shard.id(),
        PostgresSignalStore.start(
            shard,
            around.region(),
            shard.id() == NodeConfig.FIRST_SHARD ? routes::follow : connection -> {},
            this::keptOut,
            around.neurons(),
            around.tuning(),
            summed.ofShard(name),
            batches.ofShard(around.meters().count(MetricCatalogue.SHARD_ROWS, name)),
            around.events(),
            around.breakers().apply(shard.id()),
            around.clock(),
            around.nanoTime(),
            around.virtualThreads(),
            Math.max(configured, routes.all().size() + 1)));
  }

  /** The first shard's PostgreSQL, which others may use too; it ends with this store. */
  public Postgres postgres() {
    return first().postgres();
  }

  /** All shards, the first first. */
  public List<Database> databases() {
    return routes.all().stream().<Database>map(PostgresSignalStore::postgres).toList();
  }

  /** What lies on which shard. */
  public ShardList shards() {
    return new CountedShards(routes, atOnce);
  }

  @Override
  public boolean available() {
    return routes.available();
  }

  @Override
  public boolean available(int slot) {
    if (slot == Slots.ANY) {
      return routes.available();
    }
    var shard = routes.owner(slot);
    return shard != null && shard.available();
  }

  @Override
  public int shardCount() {
    return routes.all().size();
  }

  @Override
  public OptionalInt shard(int slot) {
    return routes.shard(slot);
  }

  @Override
  public OptionalInt gone(int slot) {
    return routes.gone(slot);
  }

  @Override
  public boolean anyGone() {
    return routes.anyGone();
  }

  @Override
  public boolean back(int shard) {
    return routes.back(shard);
  }

  @Override
  public boolean crowded(UUID id) {
    var shard = routes.taker(Slots.of(id));
    return shard == null || shard.crowded(id);
  }

  @Override
  public Admission offer(PendingRow row, boolean promised) {
    var slot = Slots.of(row.id());
    var shard = routes.taker(slot);
    if (shard != null) {
      return shard.offer(row, promised);
    }
    if (!routes.held(slot)) {
      return Admission.UNAVAILABLE;
    }
    return held.offer(row, promised) ? Admission.TAKEN : Admission.FULL;
  }

  @Override
  public Optional<StoredRow> find(UUID id) {
    var home = owner(Slots.of(id));
    var found = home.find(id);
    return found.isPresent() || routes.all().size() == 1 ? found : findElsewhere(home, id);
  }

  @Override
  public Optional<FirstAnswer> firstAnswer(int slot, String key) {
    return owner(slot).firstAnswer(slot, key);
  }

  @Override
  public FirstAnswer storeFirst(String key, FirstAnswer answer, PendingRow row) {
    return writes.onceTaken(Slots.of(row.id()), shard -> shard.storeFirst(key, answer, row));
  }

  @Override
  public void writeNew(List<byte[]> tuples, int rows) {
    if (routes.all().size() == 1) {
      first().writeNew(tuples, rows);
      return;
    }
    var split = tuples.stream().flatMap(each -> Tuple.split(each).stream()).toList();
    writes.byShard(
        split, (shard, own) -> shard.writeNew(own.stream().map(Tuple::bytes).toList(), own.size()));
  }

  @Override
  public void writeMissing(List<Tuple> rows) {
    writes.byShard(rows, PostgresSignalStore::writeMissing);
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

  /**
   * Whether the first shard has never been available, and not because its PostgreSQL does not
   * answer: nobody has asked it yet, or its tables cannot be made.
   */
  public boolean undecided() {
    return first().undecided();
  }

  @Override
  public void close(Duration deadline) {
    held.close(deadline);
    follower.close();
    var _ = atOnce.ask(ShardWrites.each(routes.all(), shard -> shard.close(deadline)));
  }

  private PostgresSignalStore first() {
    return routes.all().iterator().next();
  }

  private boolean starting() {
    if (!begun) {
      begun =
          around.nanoTime().getAsLong() - startNanos > PATIENCE.toNanos()
              || routes.all().stream().allMatch(PostgresSignalStore::available);
    }
    return !begun;
  }

  private void keptOut(PostgresSignalStore shard, PendingRow row) {
    follower.suspect(shard);
    held.keptOut(row);
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

  private PostgresSignalStore owner(int slot) {
    return ShardWrites.known(slot, routes.owner(slot));
  }
}
