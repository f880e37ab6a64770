package ai.hal9.engine.memory;

import ai.hal9.api.signal.Layer;
import ai.hal9.engine.cluster.ClusterRedis;
import ai.hal9.engine.config.NodeConfig;
import ai.hal9.engine.neuron.Neuron;
import ai.hal9.engine.neuron.Neurons;
import ai.hal9.engine.resilience.Breaker;
import ai.hal9.engine.signal.Knobs;
import ai.hal9.engine.signal.RecordedMeters;
import ai.hal9.engine.store.Database;
import ai.hal9.engine.store.StoreException;
import ai.hal9.engine.telemetry.Events;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.random.RandomGenerator;

/** What neurons keep, as one node sees it, over real stores. */
public final class MemoryNode implements AutoCloseable {

  public static final List<NodeConfig.Neuron> NEURONS =
      List.of(
          new NodeConfig.Neuron("strategist", Layer.L4, List.of("designer")),
          new NodeConfig.Neuron("designer", Layer.L3, List.of()));

  public final Knobs knobs;
  public final RecordedMeters meters = new RecordedMeters();
  public final NeuronMemory memory;

  /** Statements sent to PostgreSQL. */
  final AtomicInteger statements = new AtomicInteger();

  /** Whether PostgreSQL is out of reach. */
  volatile boolean cut;

  /** Whether the way to PostgreSQL breaks each time before its answer has come. */
  volatile boolean answersLost;

  /** The operation that fails. */
  volatile String failing = "";

  /** How long each statement takes at least. */
  volatile Duration slow = Duration.ZERO;

  public MemoryNode(Database database, ClusterRedis redis, String... keysAndValues) {
    this(NEURONS, database, redis, keysAndValues);
  }

  MemoryNode(
      List<NodeConfig.Neuron> neurons,
      Database database,
      ClusterRedis redis,
      String... keysAndValues) {
    knobs = new Knobs(keysAndValues);
    memory =
        NeuronMemory.in(
            new NeuronMemory.Surroundings(
                Neurons.of(neurons),
                new Watched(database),
                redis,
                Breaker.aroundStore(
                    "redis", "Redis", knobs, meters, Events.none(), Clock.systemUTC()),
                knobs,
                meters,
                Clock.systemUTC(),
                System::nanoTime,
                RandomGenerator.getDefault().nextLong()));
  }

  /** Puts the neurons' rows into the table. */
  public static void register(Database database) {
    register(database, NEURONS);
  }

  static void register(Database database, List<NodeConfig.Neuron> neurons) {
    for (var each : neurons) {
      var neuron = Neuron.of(each.id(), each.layer(), each.forwardConnections());
      var _ =
          database.ask(
              "register",
              connection -> {
                try (var insert =
                    connection.prepareStatement(
                        "INSERT INTO neurons (id, name, layer) VALUES (?, ?, ?)")) {
                  insert.setObject(1, neuron.storedId());
                  insert.setString(2, neuron.id());
                  insert.setString(3, neuron.layer().name());
                  return insert.executeUpdate();
                }
              });
    }
  }

  /** What was done; fails when it was not. */
  public static <T> T done(Recall<T> recall) {
    return switch (recall) {
      case Recall.Done<T>(var value) -> value;
      case Recall.Refused<T>(var reason, var detail) ->
          throw new AssertionError(reason + ": " + detail);
    };
  }

  String state(String neuron) {
    return done(memory.state(neuron));
  }

  @Override
  public void close() {
    memory.close(Duration.ofSeconds(5));
  }

  private final class Watched implements Database {
    private final Database database;

    Watched(Database database) {
      this.database = database;
    }

    @Override
    public <T> T ask(String operation, Work<T> work) {
      if (cut || operation.equals(failing)) {
        throw new StoreException("PostgreSQL is gone");
      }
      statements.incrementAndGet();
      LockSupport.parkNanos(slow.toNanos());
      var answer = database.ask(operation, work);
      if (answersLost) {
        throw new StoreException("The way broke", new SQLException("no answer", "08006"));
      }
      return answer;
    }
  }
}
