package ai.hal9.engine.store;

import ai.hal9.api.metric.MetricCatalogue;
import ai.hal9.engine.config.NodeConfig;
import ai.hal9.engine.neuron.Neuron;
import ai.hal9.engine.resilience.Breaker;
import ai.hal9.engine.resilience.Readiness;
import ai.hal9.engine.telemetry.Events;
import ai.hal9.engine.telemetry.Meters;
import ai.hal9.engine.tuning.LiveTuning;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Signals in one PostgreSQL, a shard. It may start before PostgreSQL does: tables and partitions
 * are made when PostgreSQL first answers.
 */
public final class PostgresSignalStore implements SignalStore {

  private static final Logger LOG = LoggerFactory.getLogger(PostgresSignalStore.class);
  private static final long UPKEEP_MINUTES = 10;
  private static final int HEAP_SHARE = 4;

  private final LiveTuning tuning;
  private final List<Neuron> neurons;
  private final Postgres postgres;
  private final BatchMeters.OfShard batches;
  private final RowBuffer buffer;
  private final SingleInserts singles;
  private final IdempotencyKeys keys = new IdempotencyKeys();
  private final PartitionUpkeep partitions;
  private final ScheduledExecutorService upkeep =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("postgres-upkeep").factory());

  private PostgresSignalStore(
      NodeConfig.Shard shard,
      String region,
      Postgres.Preparation preparation,
      BiConsumer<PostgresSignalStore, PendingRow> elsewhere,
      List<Neuron> neurons,
      LiveTuning tuning,
      Meters meters,
      BatchMeters.OfShard batches,
      Events events,
      Breaker breaker,
      InstantSource clock,
      LongSupplier nanoTime,
      Executor virtualThreads,
      int shards) {
    this.tuning = tuning;
    this.neurons = List.copyOf(neurons);
    this.partitions = new PartitionUpkeep(shard.id(), events, clock, new Retention(keys, clock));
    this.postgres =
        new Postgres(
            shard,
            region,
            tuning,
            meters,
            breaker,
            clock,
            nanoTime,
            connection -> {
              prepare(connection);
              preparation.on(connection);
            });
    this.batches = batches;
    this.buffer =
        postgres.buffer(
            new SignalRows.Table(row -> elsewhere.accept(this, row)), HEAP_SHARE * shards, batches);
    meters.gauge(MetricCatalogue.BUFFER_DEPTH, buffer::waiting);
    meters.gauge(MetricCatalogue.SIGNALS_UNSTORED, buffer.unstored()::get);
    this.singles =
        new SingleInserts(
            postgres.connections(),
            virtualThreads,
            nanoTime,
            batches,
            buffer.unstored(),
            row -> elsewhere.accept(this, row));
  }

  /**
   * Starts the store; it becomes available when PostgreSQL answers.
   *
   * @param breaker the one around PostgreSQL
   * @param virtualThreads starts a virtual thread a task
   */
  public static PostgresSignalStore start(
      NodeConfig.Database database,
      List<Neuron> neurons,
      LiveTuning tuning,
      Meters meters,
      Events events,
      Breaker breaker,
      InstantSource clock,
      LongSupplier nanoTime,
      Executor virtualThreads) {
    var batches = new BatchMeters(meters, nanoTime).ofShard(rows -> {});
    return start(
        database.all().getFirst(),
        "",
        connection -> {},
        (shard, row) -> row.tellGivenUp("another shard has its user"),
        neurons,
        tuning,
        meters,
        batches,
        events,
        breaker,
        clock,
        nanoTime,
        virtualThreads,
        1);
  }

  /**
   * Starts a shard whose batches are counted together with others'.
   *
   * @param region the node's
   * @param preparation what else is done before it first counts as available
   * @param elsewhere takes over rows whose slot has moved
   * @param shards how many share the part of the heap that waiting rows may take
   */
  static PostgresSignalStore start(
      NodeConfig.Shard shard,
      String region,
      Postgres.Preparation preparation,
      BiConsumer<PostgresSignalStore, PendingRow> elsewhere,
      List<Neuron> neurons,
      LiveTuning tuning,
      Meters meters,
      BatchMeters.OfShard batches,
      Events events,
      Breaker breaker,
      InstantSource clock,
      LongSupplier nanoTime,
      Executor virtualThreads,
      int shards) {
    var store =
        new PostgresSignalStore(
            shard,
            region,
            preparation,
            elsewhere,
            neurons,
            tuning,
            meters,
            batches,
            events,
            breaker,
            clock,
            nanoTime,
            virtualThreads,
            shards);
    store.postgres.start();
    var _ =
        store.upkeep.scheduleWithFixedDelay(
            store::keepUp, UPKEEP_MINUTES, UPKEEP_MINUTES, TimeUnit.MINUTES);
    return store;
  }

  /** The PostgreSQL it is in, which others may use too; it ends with this store. */
  public Postgres postgres() {
    return postgres;
  }

  /** Whether it has never been available, and not because PostgreSQL does not answer. */
  boolean undecided() {
    return postgres.undecided();
  }

  @Override
  public boolean available() {
    return postgres.up();
  }

  @Override
  public boolean available(int slot) {
    return postgres.up();
  }

  @Override
  public int shardCount() {
    return 1;
  }

  @Override
  public OptionalInt shard(int slot) {
    return OptionalInt.empty();
  }

  @Override
  public OptionalInt gone(int slot) {
    return OptionalInt.empty();
  }

  @Override
  public boolean anyGone() {
    return false;
  }

  @Override
  public boolean back(int shard) {
    return postgres.up();
  }

  @Override
  public boolean crowded(UUID id) {
    return buffer.crowded();
  }

  @Override
  public Admission offer(PendingRow row, boolean promised) {
    if (!promised && !postgres.up()) {
      return Admission.UNAVAILABLE;
    }
    var taken =
        tuning.current().performance().batching()
            ? buffer.offer(row, promised)
            : singles.offer(row, promised);
    return taken ? Admission.TAKEN : Admission.FULL;
  }

  @Override
  public Optional<StoredRow> find(UUID id) {
    return postgres.find(
        "find", SignalIds.millis(id), connection -> SignalRows.find(connection, id));
  }

  @Override
  public Optional<FirstAnswer> firstAnswer(int slot, String key) {
    return postgres.ask("find-key", connection -> keys.findSafe(connection, key));
  }

  @Override
  public FirstAnswer storeFirst(String key, FirstAnswer answer, PendingRow row) {
    return postgres.ask(
        "store-key",
        connection ->
            SignalRows.inTheirMonths(
                connection, List.of(row.id()), open -> keys.storeFirst(open, key, answer, row)));
  }

  @Override
  public void writeNew(List<byte[]> tuples, int rows) {
    write(
        "copy-queue",
        connection -> {
          SignalRows.copy(connection, tuples);
          return rows;
        });
  }

  @Override
  public void writeMissing(List<Tuple> rows) {
    write("insert-queue", connection -> SignalRows.insertUnlessThere(connection, rows));
  }

  @Override
  public List<Readiness.Part> parts() {
    return List.of(new Readiness.Part("postgres", postgres.up(), true, postgres.reason()));
  }

  @Override
  public void close(Duration deadline) {
    var end = System.nanoTime() + deadline.toNanos();
    try {
      postgres.flush(deadline);
      while (singles.busy() && System.nanoTime() < end) {
        Thread.sleep(5);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    singles.close();
    upkeep.shutdownNow();
    postgres.close();
  }

  private void write(String operation, Database.Work<Integer> work) {
    try {
      batches.committed(BatchTally.Trigger.QUEUE, postgres.ask(operation, work));
    } catch (StoreException e) {
      batches.failed();
      throw e;
    }
  }

  private void prepare(Connection connection) throws SQLException {
    partitions.make(connection);
    Schema.register(connection, neurons);
  }

  private void keepUp() {
    if (!postgres.up()) {
      return;
    }
    try {
      postgres.ask(
          "partitions",
          connection -> {
            partitions.make(connection);
            return true;
          });
      partitions.drop(postgres, tuning.current().retention());
    } catch (StoreException e) {
      LOG.warn("partitions and idempotency keys are looked after later: {}", e.getMessage());
    }
  }
}
