package ai.hal9.engine.memory;

import ai.hal9.api.metric.MetricCatalogue;
import ai.hal9.api.signal.Layer;
import ai.hal9.engine.cluster.ClusterRedis;
import ai.hal9.engine.config.NodeConfig;
import ai.hal9.engine.neuron.Neurons;
import ai.hal9.engine.resilience.Breaker;
import ai.hal9.engine.signal.Knobs;
import ai.hal9.engine.signal.RecordedMeters;
import ai.hal9.engine.store.Database;
import ai.hal9.engine.store.Schema;
import ai.hal9.engine.store.StoreException;
import ai.hal9.engine.telemetry.Events;
import ai.hal9.stores.LocalStores;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.lettuce.core.RedisURI;
import io.lettuce.core.resource.DefaultClientResources;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/**
 * Updates of neurons' states a second within a node, without HTTP and its clients: {@code DIRECTORY
 * NEURONS WRITERS SECONDS ROUNDS}. Both strategies are warmed up, then measured in turn; a line of
 * both, through before behind, is printed for each round. Written behind counts when the last row
 * is in PostgreSQL. {@code engine-bench/bin/state-writes} runs it.
 */
public final class StateWritesLoad {

  private static final int CONNECTIONS = 20;
  private static final Duration SETTLED = Duration.ofMillis(2);

  private final NeuronMemory memory;
  private final Knobs knobs;
  private final RecordedMeters meters;
  private final int neurons;
  private final int writers;
  private final AtomicInteger number = new AtomicInteger();

  private StateWritesLoad(
      NeuronMemory memory, Knobs knobs, RecordedMeters meters, int neurons, int writers) {
    this.memory = memory;
    this.knobs = knobs;
    this.meters = meters;
    this.neurons = neurons;
    this.writers = writers;
  }

  /** See above. */
  public static void main(String[] arguments)
      throws IOException, SQLException, InterruptedException {
    var neurons = Integer.parseInt(arguments[1]);
    var writers = Integer.parseInt(arguments[2]);
    var time = Duration.ofSeconds(Integer.parseInt(arguments[3]));
    var rounds = Integer.parseInt(arguments[4]);
    var threads = DefaultClientResources.create();
    try (var stores = LocalStores.start(Path.of(arguments[0]));
        var source = pool(stores);
        var redis = ClusterRedis.of(threads, address(stores), "bench")) {
      Schema.migrate(source);
      var database = over(source);
      register(database, neurons);
      var knobs = new Knobs();
      var meters = new RecordedMeters();
      var memory =
          NeuronMemory.in(
              new NeuronMemory.Surroundings(
                  Neurons.of(named(neurons)),
                  database,
                  redis,
                  Breaker.aroundStore(
                      "redis", "Redis", knobs, meters, Events.none(), Clock.systemUTC()),
                  knobs,
                  meters,
                  Clock.systemUTC(),
                  System::nanoTime,
                  7));
      var load = new StateWritesLoad(memory, knobs, meters, neurons, writers);
      for (var round = 0; round < rounds + 1; round++) {
        var through = load.measured("write_through", round == 0 ? time.multipliedBy(3) : time);
        var behind = load.measured("write_behind", round == 0 ? time.multipliedBy(3) : time);
        if (round > 0) {
          System.out.printf("%.0f %.0f%n", through, behind);
        }
      }
      memory.close(Duration.ofSeconds(5));
    } finally {
      var _ = threads.shutdown();
    }
  }

  private double measured(String strategy, Duration time) throws InterruptedException {
    knobs.set("cache.state_strategy", strategy);
    var written = new AtomicInteger();
    var began = System.nanoTime();
    var end = began + time.toNanos();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (var i = 0; i < writers; i++) {
        threads.execute(
            () -> {
              while (System.nanoTime() < end) {
                write(strategy);
                written.incrementAndGet();
              }
            });
      }
    }
    while (meters.value(MetricCatalogue.ENTITY_UNFLUSHED, "state") > 0) {
      Thread.sleep(SETTLED);
    }
    return written.get() * 1e9 / (System.nanoTime() - began);
  }

  private void write(String strategy) {
    var n = number.incrementAndGet();
    var sent =
        "{\"mood\":\"calm\",\"focus\":[0.25,0.5,0.75],\"step\":%s,\"note\":\"as it was told\"}"
            .replace("%s", Integer.toString(n))
            .getBytes(StandardCharsets.UTF_8);
    var state = StateText.of(sent, sent.length).orElseThrow();
    var used = MemoryNode.done(memory.keepState("n" + Math.floorMod(n * 7_919, neurons), state));
    if (!used.equals(strategy)) {
      throw new IllegalStateException("written by " + used);
    }
  }

  private static List<NodeConfig.Neuron> named(int neurons) {
    return IntStream.range(0, neurons)
        .mapToObj(i -> new NodeConfig.Neuron("n" + i, Layer.L2, List.of()))
        .toList();
  }

  private static void register(Database database, int neurons) {
    MemoryNode.register(database, named(neurons));
  }

  private static HikariDataSource pool(LocalStores stores) throws IOException {
    var postgres = stores.postgres();
    var config = new HikariConfig();
    config.setJdbcUrl(postgres.jdbcUrl());
    config.setUsername(postgres.username());
    config.setPassword(Files.readString(postgres.passwordFile()).strip());
    config.setMaximumPoolSize(CONNECTIONS);
    return new HikariDataSource(config);
  }

  private static Database over(HikariDataSource source) {
    return new Database() {
      @Override
      public <T> T ask(String operation, Work<T> work) {
        try (var connection = source.getConnection()) {
          return work.on(connection);
        } catch (SQLException e) {
          throw new StoreException("PostgreSQL failed: " + e.getMessage(), e);
        }
      }
    };
  }

  private static RedisURI address(LocalStores stores) throws IOException {
    var redis = stores.redis();
    var at = URI.create(redis.url());
    return RedisURI.builder()
        .withHost(at.getHost())
        .withPort(at.getPort())
        .withPassword(Files.readString(redis.passwordFile()).strip().toCharArray())
        .build();
  }
}
