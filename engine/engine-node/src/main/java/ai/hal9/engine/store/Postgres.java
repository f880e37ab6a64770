package ai.hal9.engine.store;

import ai.hal9.engine.config.NodeConfig;
import ai.hal9.engine.resilience.Breaker;
import ai.hal9.engine.resilience.Moves;
import ai.hal9.engine.telemetry.Meters;
import ai.hal9.engine.tuning.LiveTuning;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A node's PostgreSQL: one pool, one watch over whether it answers, and the buffers through which
 * rows reach it in batches. It may be made before PostgreSQL answers.
 */
public final class Postgres implements Database {

  private final LiveTuning tuning;
  private final LongSupplier nanoTime;
  private final Connections connections;
  private final Breaker breaker;
  private final Replicas replicas;
  private final DatabaseWatch watch;
  private final List<RowBuffer> buffers = new CopyOnWriteArrayList<>();
  private final Preparation preparation;
  private volatile Moves moves = Moves.unheeded();

  /** What is done when PostgreSQL first answers, before anything else is. */
  @FunctionalInterface
  interface Preparation {
    void on(Connection connection) throws SQLException;
  }

  /**
   * Where a server is.
   *
   * @param url for JDBC
   */
  record Server(String url, String username, @Nullable Path passwordFile) {}

  /** Not watched until {@link #start}. */
  Postgres(
      NodeConfig.Shard shard,
      String region,
      LiveTuning tuning,
      Meters meters,
      Breaker breaker,
      InstantSource clock,
      LongSupplier nanoTime,
      Preparation preparation) {
    this.tuning = tuning;
    this.breaker = breaker;
    this.nanoTime = nanoTime;
    this.preparation = preparation;
    var health = new Health();
    var server = new Server(shard.primary(), shard.username(), shard.passwordFile());
    connections =
        new GuardedConnections(
            new LiveConnections(
                server, tuning, UnaryOperator.identity(), meters, nanoTime, health::up),
            breaker);
    replicas =
        new Replicas(
            shard.replicas().stream()
                .map(each -> new Replica(each, server, tuning, meters, clock, nanoTime))
                .toList(),
            region,
            connections,
            new PrimaryLog(new LogPosition(connections::probe, clock, nanoTime)),
            tuning,
            meters);
    watch = new DatabaseWatch(connections::probe, health, nanoTime);
    health.watch = watch;
  }

  void start() {
    watch.start();
  }

  /** Whether PostgreSQL answers and does its work; two volatile reads. */
  public boolean up() {
    return watch.up() && breaker.allows();
  }

  /** Whether it has never been up, and not because it does not answer. */
  boolean undecided() {
    return watch.undecided();
  }

  /** What is wrong, or that nothing is. */
  public String reason() {
    return watch.up() && !breaker.allows() ? "fails at its work" : watch.reason();
  }

  /** Tells, from now on, when another server has taken over. */
  public void tell(Moves moves) {
    this.moves = moves;
  }

  Connections connections() {
    return connections;
  }

  @Override
  public <T> T ask(String operation, Work<T> work) {
    if (!watch.up()) {
      throw new StoreException("PostgreSQL is gone: " + watch.reason());
    }
    var asked = new AtomicBoolean();
    try {
      return connections.use(
          operation,
          connection -> {
            asked.set(true);
            return work.on(connection);
          });
    } catch (SQLException e) {
      throw new StoreException(
          "PostgreSQL failed: " + e.getMessage(),
          e,
          SqlFailures.ofData(e) || SqlFailures.ofPartition(e),
          SlotFence.stopped(e),
          asked.get() && SqlFailures.ofWay(e));
    }
  }

  @Override
  public <T> T read(String operation, Work<T> work) {
    return replicas.read(operation, work, () -> ask(operation, work));
  }

  /**
   * Finds what never changes once it is there, on a standby where it has it.
   *
   * @param millis when it was made, since 1970
   */
  <T> Optional<T> find(String operation, long millis, Work<Optional<T>> work) {
    return replicas.find(operation, millis, work, () -> ask(operation, work));
  }

  /**
   * A new buffer of rows that a table takes in batches; it ends with this.
   *
   * @param share waiting rows take up to this part of the heap, as in a fourth
   * @param tally counts the batches
   */
  public RowBuffer buffer(RowTable table, int share, BatchTally tally) {
    var buffer = new RowBuffer(table, share, connections, this::up, tuning, tally, nanoTime);
    buffers.add(buffer);
    return buffer;
  }

  /** Writes what waits in the buffers, for so long at most; more can still be asked. */
  void flush(Duration deadline) throws InterruptedException {
    var end = nanoTime.getAsLong() + deadline.toNanos();
    for (var buffer : buffers) {
      buffer.close(Duration.ofNanos(Math.max(0, end - nanoTime.getAsLong())));
    }
  }

  /** Lets go of PostgreSQL. */
  void close() {
    watch.close();
    replicas.close();
    connections.close();
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
        preparation.on(connection);
      }
    }

    @Override
    public void moved(String from, String to, Duration without) {
      moves.moved(from, to, without);
    }

    @Override
    public void reachable(boolean wasLost) {
      if (wasLost) {
        connections.renew();
      }
      breaker.heal();
      buffers.forEach(RowBuffer::wakeAll);
    }

    @Override
    public void gone(String reason) {
      breaker.trip();
      connections.abortAll();
      sweep("PostgreSQL is gone: " + reason);
    }

    @Override
    public void tick() {
      sweep("PostgreSQL does not store now");
    }

    private void sweep(String reason) {
      buffers.forEach(buffer -> buffer.sweep(reason));
    }
  }
}
