package ai.hal9.engine.memory;

import ai.hal9.api.metric.MetricCatalogue;
import ai.hal9.api.signal.Layer;
import ai.hal9.engine.cluster.ClusterRedis;
import ai.hal9.engine.config.NodeConfig;
import ai.hal9.engine.store.Schema;
import ai.hal9.engine.store.TestStores;
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

  private final MemoryNode node;
  private final int neurons;
  private final int writers;
  private final AtomicInteger number = new AtomicInteger();

  private StateWritesLoad(MemoryNode node, int neurons, int writers) {
    this.node = node;
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
      var database = TestStores.over(source);
      MemoryNode.register(database, named(neurons));
      var node = new MemoryNode(named(neurons), database, redis);
      var load = new StateWritesLoad(node, neurons, writers);
      for (var round = 0; round < rounds + 1; round++) {
        var through = load.measured("write_through", round == 0 ? time.multipliedBy(3) : time);
        var behind = load.measured("write_behind", round == 0 ? time.multipliedBy(3) : time);
        if (round > 0) {
          System.out.printf("%.0f %.0f%n", through, behind);
        }
      }
      node.close();
    } finally {
      var _ = threads.shutdown();
    }
  }

  private double measured(String strategy, Duration time) throws InterruptedException {
    node.knobs.set("cache.state_strategy", strategy);
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
    while (node.meters.value(MetricCatalogue.ENTITY_UNFLUSHED, "state") > 0) {
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
    var used =
        MemoryNode.done(node.memory.keepState("n" + Math.floorMod(n * 7_919, neurons), state));
    if (!used.equals(strategy)) {
      throw new IllegalStateException("written by " + used);
    }
  }

  private static List<NodeConfig.Neuron> named(int neurons) {
    return IntStream.range(0, neurons)
        .mapToObj(i -> new NodeConfig.Neuron("n" + i, Layer.L2, List.of()))
        .toList();
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
