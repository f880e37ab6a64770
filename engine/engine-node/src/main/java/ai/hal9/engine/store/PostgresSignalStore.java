package ai.hal9.engine.store;

import ai.hal9.engine.config.NodeConfig;
import ai.hal9.engine.neuron.Neuron;
import ai.hal9.engine.resilience.Breaker;
import ai.hal9.engine.resilience.Readiness;
import ai.hal9.engine.telemetry.Meters;
import ai.hal9.engine.tuning.LiveTuning;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Signals in PostgreSQL. It may start before PostgreSQL does: tables and partitions are made when
 * PostgreSQL first answers.
 */
public final class PostgresSignalStore implements SignalStore {

  private static final Logger LOG = LoggerFactory.getLogger(PostgresSignalStore.class);
  private static final long UPKEEP_MINUTES = 10;

  private final LiveTuning tuning;
  private final InstantSource clock;
  private final List<Neuron> neurons;
  private final Connections connections;
  private final Breaker breaker;
  private final DatabaseWatch watch;
  private final BatchMeters batches;
  private final SignalBuffer buffer;
  private final SingleInserts singles;
  private final IdempotencyKeys keys;
  private final ScheduledExecutorService upkeep =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("postgres-upkeep").factory());

  private PostgresSignalStore(
      NodeConfig.Database database,
      List<Neuron> neurons,
      LiveTuning tuning,
      Meters meters,
      Breaker breaker,
      InstantSource clock,
      LongSupplier nanoTime,
      Executor virtualThreads) {
    this.breaker = breaker;
    this.tuning = tuning;
    this.clock = clock;
    this.neurons = List.copyOf(neurons);
    this.keys = new IdempotencyKeys(clock);
    var health = new Health();
    this.connections =
        new GuardedConnections(
            new LiveConnections(database, tuning, meters, nanoTime, health::up), breaker);
    this.watch = new DatabaseWatch(connections::probe, health, nanoTime);
    health.watch = watch;
    this.batches = new BatchMeters(meters, nanoTime);
    this.buffer = new SignalBuffer(connections, health::up, tuning, meters, batches, nanoTime);
    this.singles =
        new SingleInserts(connections, virtualThreads, nanoTime, batches, buffer.unstored());
  }

  /**
   * Starts the store; it becomes available when PostgreSQL answers.
   *
   * @param breaker the one around PostgreSQL
   * @param virtualThreads starts a virtual thread a task
   */
  public static SignalStore start(
      NodeConfig.Database database,
      List<Neuron> neurons,
      LiveTuning tuning,
      Meters meters,
      Breaker breaker,
      InstantSource clock,
      LongSupplier nanoTime,
      Executor virtualThreads) {
    var store =
        new PostgresSignalStore(
            database, neurons, tuning, meters, breaker, clock, nanoTime, virtualThreads);
    store.watch.start();
    var _ =
        store.upkeep.scheduleWithFixedDelay(
            store::keepUp, UPKEEP_MINUTES, UPKEEP_MINUTES, TimeUnit.MINUTES);
    return store;
  }

  @Override
  public boolean available() {
    return watch.up() && breaker.allows();
  }

  @Override
  public boolean crowded() {
    return buffer.crowded();
  }

  @Override
  public Admission offer(PendingRow row, boolean promised) {
    if (!promised && !available()) {
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
    return ask("find", connection -> SignalRows.find(connection, id));
  }

  @Override
  public Optional<FirstAnswer> firstAnswer(String key) {
    return ask("find-key", connection -> keys.find(connection, key));
  }

  @Override
  public FirstAnswer storeFirst(String key, FirstAnswer answer, PendingRow row) {
    return ask("store-key", connection -> keys.storeFirst(connection, key, answer, row));
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
  public Readiness.Part part() {
    var reason = watch.up() && !breaker.allows() ? "fails at its work" : watch.reason();
    return new Readiness.Part("postgres", available(), true, reason);
  }

  @Override
  public void close(Duration deadline) {
    var end = System.nanoTime() + deadline.toNanos();
    try {
      buffer.close(deadline);
      while (singles.busy() && System.nanoTime() < end) {
        Thread.sleep(5);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    singles.close();
    upkeep.shutdownNow();
    watch.close();
    connections.close();
  }

  @Override
  public <T> T ask(String operation, Work<T> work) {
    if (!watch.up()) {
      throw new StoreException("PostgreSQL is gone: " + watch.reason());
    }
    try {
      return connections.use(operation, work::on);
    } catch (SQLException e) {
      throw new StoreException("PostgreSQL failed: " + e.getMessage(), e);
    }
  }

  private void write(String operation, Connections.Work<Integer> work) {
    if (!watch.up()) {
      throw new StoreException("PostgreSQL is gone: " + watch.reason());
    }
    try {
      batches.committed(BatchMeters.Trigger.QUEUE, connections.use(operation, work));
    } catch (SQLException e) {
      batches.failed();
      throw new StoreException(
          "PostgreSQL failed: " + e.getMessage(),
          e,
          SqlFailures.ofData(e) || SqlFailures.ofPartition(e));
    }
  }

  private void keepUp() {
    if (!watch.up()) {
      return;
    }
    try {
      connections.use(
          "partitions",
          connection -> {
            Partitions.ensure(connection, clock.instant());
            return true;
          });
      connections.use(
          "purge-keys",
          connection -> {
            keys.purge(connection);
            return true;
          });
    } catch (SQLException e) {
      LOG.warn("partitions and idempotency keys are looked after later: {}", e.getMessage());
    }
  }

  /** What the watch tells; the watch itself comes later, since the pool asks for its verdict. */
  private final class Health implements DatabaseWatch.Listener {
    private volatile @Nullable DatabaseWatch watch;

    boolean up() {
      var known = watch;
      return known != null && known.up() && breaker.allows();
    }

    @Override
    public void prepare() throws SQLException {
      var plain = connections.plain();
      Schema.migrate(plain);
      try (var connection = plain.getConnection()) {
        Partitions.ensure(connection, clock.instant());
        Schema.register(connection, neurons);
      }
    }

    @Override
    public void reachable(boolean wasLost) {
      if (wasLost) {
        connections.renew();
      }
      breaker.heal();
      buffer.wakeAll();
    }

    @Override
    public void gone(String reason) {
      breaker.trip();
      connections.abortAll();
      buffer.sweep("PostgreSQL is gone: " + reason);
    }

    @Override
    public void tick() {
      buffer.sweep("PostgreSQL does not store signals now");
    }
  }
}
