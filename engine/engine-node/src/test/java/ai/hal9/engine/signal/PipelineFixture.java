package ai.hal9.engine.signal;

import ai.hal9.api.signal.Layer;
import ai.hal9.api.signal.SignalAnswer;
import ai.hal9.api.signal.SignalRequest;
import ai.hal9.api.telemetry.TelemetryEvent;
import ai.hal9.engine.cache.LastingValues;
import ai.hal9.engine.cache.SharedAnswers;
import ai.hal9.engine.cluster.ClusterRedis;
import ai.hal9.engine.config.NodeConfig;
import ai.hal9.engine.neuron.LanguageModel;
import ai.hal9.engine.neuron.MockLanguageModel;
import ai.hal9.engine.redis.DurableRedis;
import ai.hal9.engine.resilience.Breaker;
import ai.hal9.engine.store.TestStores;
import ai.hal9.engine.trace.Tracing;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/** A pipeline over real stores. */
final class PipelineFixture implements AutoCloseable {

  static final List<NodeConfig.Neuron> NEURONS =
      List.of(
          new NodeConfig.Neuron("strategist", Layer.L4, List.of("designer")),
          new NodeConfig.Neuron("designer", Layer.L3, List.of("implementer")),
          new NodeConfig.Neuron("implementer", Layer.L2, List.of()));

  final Knobs knobs;
  final RecordedMeters meters = new RecordedMeters();
  final Queue<TelemetryEvent> events = new ConcurrentLinkedQueue<>();
  final NodeConfig.Database database;
  final SignalPipeline pipeline;

  private PipelineFixture(
      NodeConfig.Database database,
      Knobs knobs,
      @Nullable LanguageModel model,
      SharedAnswers shared,
      String name,
      @Nullable DurableRedis durable,
      @Nullable ClusterRedis cache,
      @Nullable Tracing tracing) {
    this.knobs = knobs;
    this.database = database;
    var config =
        new NodeConfig(
            new NodeConfig.Node(name, "test", "local"),
            new NodeConfig.Server(
                "127.0.0.1",
                0,
                null,
                1,
                10,
                1_000_000,
                Duration.ofSeconds(1),
                Duration.ofSeconds(1),
                Duration.ofSeconds(1),
                Duration.ZERO,
                0,
                false,
                null),
            database,
            new NodeConfig.Redis("redis://127.0.0.1:1", null, null),
            new NodeConfig.Claude(Map.of(), null),
            NEURONS,
            null,
            NodeConfig.Auth.none(),
            Map.of(),
            new NodeConfig.Log("text", "info"),
            null);
    var mock =
        new MockLanguageModel(Map.of(), knobs, new Random(1), MockLanguageModel.Pause.sleeping());
    pipeline =
        SignalPipeline.start(
            config,
            model == null ? mock : model,
            shared,
            new SignalPipeline.Surroundings(
                knobs,
                meters,
                events::add,
                Clock.systemUTC(),
                System::nanoTime,
                RandomGenerator.getDefault().nextLong(),
                durable,
                cache == null
                    ? null
                    : LastingValues.of(
                        "signal",
                        cache,
                        Breaker.aroundStore(
                            "redis", "Redis", knobs, meters, events::add, Clock.systemUTC()),
                        knobs,
                        meters),
                tracing));
  }

  /** Over a new database, with the mock model at no delay. */
  static PipelineFixture start(String... keysAndValues) throws SQLException {
    return on(TestStores.database(), null, keysAndValues);
  }

  static PipelineFixture on(
      NodeConfig.Database database, @Nullable LanguageModel model, String... keysAndValues) {
    var knobs = new Knobs("claude.mock_delay_ms", "0", "database.min_connections", "2");
    knobs.set(keysAndValues);
    var fixture =
        new PipelineFixture(
            database, knobs, model, SharedAnswers.none(), "node-1", null, null, null);
    fixture.awaitReady();
    return fixture;
  }

  /** A node whose shared cache is the given one. */
  static PipelineFixture sharing(NodeConfig.Database database, SharedAnswers shared) {
    var knobs = new Knobs("claude.mock_delay_ms", "0", "database.min_connections", "2");
    var fixture = new PipelineFixture(database, knobs, null, shared, "node-1", null, null, null);
    fixture.awaitReady();
    return fixture;
  }

  /** A node that keeps stored signals in Redis, and queues where there is a durable one. */
  static PipelineFixture keeping(
      NodeConfig.Database database,
      ClusterRedis cache,
      @Nullable DurableRedis durable,
      String... keysAndValues) {
    var knobs = new Knobs("claude.mock_delay_ms", "0", "database.min_connections", "2");
    knobs.set(keysAndValues);
    return new PipelineFixture(
        database, knobs, null, SharedAnswers.none(), "node-1", durable, cache, null);
  }

  /** A node that queues; ready once its queue takes signals, whether PostgreSQL answers or not. */
  static PipelineFixture queueing(
      String name, NodeConfig.Database database, DurableRedis durable, String... keysAndValues) {
    return traced(null, name, database, durable, keysAndValues);
  }

  /** Such a node that tells of what it does. */
  static PipelineFixture traced(
      @Nullable Tracing tracing,
      String name,
      NodeConfig.Database database,
      DurableRedis durable,
      String... keysAndValues) {
    var knobs =
        new Knobs(
            "claude.mock_delay_ms", "0",
            "database.min_connections", "2",
            "performance.max_concurrent_signals", "64",
            "performance.durability", "queued",
            "queue.claim_idle", "1s");
    knobs.set(keysAndValues);
    var fixture =
        new PipelineFixture(
            database, knobs, null, SharedAnswers.none(), name, durable, null, tracing);
    Awaitility.await().until(() -> fixture.pipeline.queue().obstacle().isEmpty());
    return fixture;
  }

  /** Waits until all futures are done; how many were answered. */
  static long answered(List<CompletableFuture<SignalOutcome>> futures) {
    return futures.stream()
        .map(PipelineFixture::outcome)
        .filter(SignalOutcome.Answered.class::isInstance)
        .count();
  }

  /** Terminates every connection of the node's user. */
  void terminateAll() throws SQLException {
    try (var connection = TestStores.superuser(TestStores.running().postgres());
        var query =
            connection.prepareStatement(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = ?")) {
      query.setString(1, database.username());
      query.execute();
    }
  }

  void awaitReady() {
    Awaitility.await()
        .pollInterval(Duration.ofMillis(10))
        .until(() -> pipeline.ready() && pipeline.postgres().up());
  }

  CompletableFuture<SignalOutcome> submit(SignalRequest request, @Nullable String key) {
    var outcome = new CompletableFuture<SignalOutcome>();
    pipeline.service().submit(new SignalCall(request, key, System.nanoTime()), outcome::complete);
    return outcome;
  }

  CompletableFuture<SignalOutcome> submit(String content) {
    return submit(new SignalRequest(content, null, null, null), null);
  }

  static SignalOutcome outcome(CompletableFuture<SignalOutcome> future) {
    return future.orTimeout(30, TimeUnit.SECONDS).join();
  }

  static SignalAnswer answer(CompletableFuture<SignalOutcome> future) {
    return switch (outcome(future)) {
      case SignalOutcome.Answered answered -> answered.answer();
      case SignalOutcome.Refused refused -> throw new AssertionError(refused.toString());
    };
  }

  SignalAnswer answer(String content) {
    return answer(submit(content));
  }

  /** Every stored row's content by id. */
  Map<UUID, String> rows() throws SQLException {
    var rows = new HashMap<UUID, String>();
    for (var row : contents()) {
      rows.put(row.getKey(), row.getValue());
    }
    return rows;
  }

  long rowCount() throws SQLException {
    return contents().size();
  }

  private List<Map.Entry<UUID, String>> contents() throws SQLException {
    return contents(database);
  }

  /** Every stored row's content by id, on one shard. */
  static Map<UUID, String> rows(NodeConfig.Database shard) throws SQLException {
    var rows = new HashMap<UUID, String>();
    for (var row : contents(shard)) {
      rows.put(row.getKey(), row.getValue());
    }
    return rows;
  }

  private static List<Map.Entry<UUID, String>> contents(NodeConfig.Database database)
      throws SQLException {
    try (var connection = TestStores.connect(database);
        var query = connection.prepareStatement("SELECT id, payload->>'content' FROM signals");
        var result = query.executeQuery()) {
      var found = new ArrayList<Map.Entry<UUID, String>>();
      while (result.next()) {
        found.add(Map.entry(result.getObject(1, UUID.class), result.getString(2)));
      }
      return found;
    }
  }

  @Override
  public void close() {
    pipeline.close(Duration.ofSeconds(5));
  }
}
