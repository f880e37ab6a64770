package ai.hal9.engine.signal;

import ai.hal9.api.signal.Durability;
import ai.hal9.engine.cache.LastingValues;
import ai.hal9.engine.cache.LocalAnswers;
import ai.hal9.engine.cache.RedisAnswers;
import ai.hal9.engine.cache.SharedAnswers;
import ai.hal9.engine.config.NodeConfig;
import ai.hal9.engine.neuron.GuardedModel;
import ai.hal9.engine.neuron.LanguageModel;
import ai.hal9.engine.neuron.MockLanguageModel;
import ai.hal9.engine.neuron.NeuronNetwork;
import ai.hal9.engine.neuron.Neurons;
import ai.hal9.engine.neuron.SubstitutedModel;
import ai.hal9.engine.queue.RedisQueue;
import ai.hal9.engine.queue.SignalQueue;
import ai.hal9.engine.redis.DurableRedis;
import ai.hal9.engine.resilience.Breaker;
import ai.hal9.engine.resilience.ParallelLimit;
import ai.hal9.engine.resilience.Readiness;
import ai.hal9.engine.resilience.SignalLimit;
import ai.hal9.engine.shard.ShardList;
import ai.hal9.engine.store.Postgres;
import ai.hal9.engine.store.ShardedSignalStore;
import ai.hal9.engine.store.SignalIds;
import ai.hal9.engine.telemetry.Events;
import ai.hal9.engine.telemetry.Meters;
import ai.hal9.engine.trace.Tracing;
import ai.hal9.engine.tuning.EngineTuning.Performance;
import ai.hal9.engine.tuning.LiveTuning;
import io.lettuce.core.RedisURI;
import io.lettuce.core.resource.ClientResources;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Executor;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Puts the pipeline together and takes it down. */
public final class SignalPipeline implements Readiness {

  private final PipelineService service;
  private final ShardedSignalStore store;
  private final SignalQueue queue;
  private final Breaker breaker;
  private final SharedAnswers shared;
  private final LiveTuning tuning;
  private final @Nullable DurableRedis durable;
  private final Runnable closing;
  private final LocalAnswers local;
  private final Neurons neurons;
  private final Surroundings around;
  private final boolean substitutes;

  /**
   * What a pipeline works with.
   *
   * @param tuning the live values it follows
   * @param meters where it counts
   * @param events where it tells of breaker transitions
   * @param clock for rows and events
   * @param nanoTime for durations
   * @param seed random, of the ids
   * @param durable the Redis of the queue; null: there is none, and nothing can be queued
   * @param signals where Redis keeps committed signals; null: nowhere, PostgreSQL is asked
   * @param tracing told of what comes after requests; null where nobody is
   */
  public record Surroundings(
      LiveTuning tuning,
      Meters meters,
      Events events,
      Clock clock,
      LongSupplier nanoTime,
      long seed,
      @Nullable DurableRedis durable,
      @Nullable LastingValues signals,
      @Nullable Tracing tracing) {

    private Breaker breakerAroundShard(int shard) {
      return shard == NodeConfig.FIRST_SHARD
          ? breakerAround("postgres", "PostgreSQL")
          : breakerAround("postgres-shard-" + shard, "PostgreSQL of shard " + shard);
    }

    private Breaker breakerAround(String name, String subject) {
      return Breaker.aroundStore(name, subject, tuning, meters, events, clock);
    }
  }

  private SignalPipeline(
      NodeConfig config,
      LanguageModel model,
      SharedAnswers shared,
      Surroundings around,
      Runnable closing) {
    this.shared = shared;
    this.closing = closing;
    Executor virtualThreads = Thread.ofVirtual().name("signal")::start;
    tuning = around.tuning();
    var meters = around.meters();
    var neurons = Neurons.of(config.neurons());
    var performance = tuning.current().performance();
    var branches = new ParallelLimit(branchLimit(performance), Integer.MAX_VALUE);
    breaker = Breaker.aroundModel(tuning, meters, around.events(), around.clock());
    tuning.onChange(values -> branches.resize(branchLimit(values.performance())));
    store =
        ShardedSignalStore.start(
            config.database(),
            new ShardedSignalStore.Surroundings(
                config.node().region(),
                neurons.all(),
                tuning,
                meters,
                around.events(),
                around::breakerAroundShard,
                around.clock(),
                around.nanoTime(),
                virtualThreads));
    durable = around.durable();
    queue =
        durable == null
            ? SignalQueue.none()
            : RedisQueue.start(
                durable,
                config.node().name(),
                store,
                tuning,
                meters,
                around.events(),
                around.tracing(),
                around.clock(),
                around.nanoTime());
    var signalMeters = new SignalMeters(meters);
    local = new LocalAnswers(tuning, meters, around.nanoTime()::getAsLong);
    this.neurons = neurons;
    this.around = around;
    substitutes = config.claude().api() != null;
    var answering =
        new Answering(
            local,
            shared,
            new NeuronNetwork(
                neurons, guarded(model, config, around), branches, virtualThreads, meters),
            new SignalLimit(tuning, meters, around.nanoTime()),
            tuning,
            signalMeters,
            virtualThreads,
            around.nanoTime());
    service =
        new PipelineService(
            neurons,
            answering,
            store,
            queue,
            new SignalCache(around.signals(), tuning),
            new SignalIds(around.clock(), around.seed()),
            tuning,
            signalMeters,
            meters,
            virtualThreads,
            around.nanoTime());
  }

  /**
   * A pipeline as configured; it takes signals at once and stores them when PostgreSQL answers.
   *
   * @param redis where Redis is, with its password
   * @param resources threads, shared with the process' other Redis clients
   */
  public static SignalPipeline start(
      NodeConfig config, RedisURI redis, ClientResources resources, Surroundings around) {
    var model = mock(config, around);
    var shared =
        RedisAnswers.open(
            resources,
            redis,
            config.node().cluster(),
            around.tuning(),
            around.meters(),
            around.nanoTime(),
            around.breakerAround("redis", "Redis"));
    return new SignalPipeline(config, model, shared, around, shared::close);
  }

  /** A pipeline over the given model and shared cache. */
  public static SignalPipeline start(
      NodeConfig config, LanguageModel model, SharedAnswers shared, Surroundings around) {
    return new SignalPipeline(config, model, shared, around, () -> {});
  }

  /** What answers signals. */
  public SignalService service() {
    return service;
  }

  /** Where queued signals wait. */
  public SignalQueue queue() {
    return queue;
  }

  /**
   * What warms the node's cache; to be asked for once.
   *
   * @param states warms the neurons' states and says how many there were
   */
  public CacheWarming warming(IntSupplier states) {
    return new AnswerWarming(
        store.databases(),
        neurons,
        substitutes,
        local,
        shared,
        states,
        tuning,
        around.meters(),
        around.clock(),
        around.nanoTime());
  }

  /** The first shard's PostgreSQL, which others may use too; it ends with the pipeline. */
  public Postgres postgres() {
    return store.postgres();
  }

  /** Where signals are kept. */
  public ShardList shards() {
    return store.shards();
  }

  @Override
  public List<Part> parts() {
    var redis = durable;
    var parts = new ArrayList<>(store.parts());
    parts.add(shared.part());
    if (redis != null) {
      // What is queued needs its Redis, and can do without PostgreSQL for as long as there is room;
      // not for ever, which is how long tables that cannot be made take.
      var queued = tuning.current().performance().durability() == Durability.QUEUED;
      parts.set(0, needed(parts.getFirst(), !queued || store.undecided()));
      parts.add(needed(redis.part(), queued));
    }
    parts.add(breaker.part());
    return List.copyOf(parts);
  }

  /** Refuses new signals, lets those underway end, and writes what waits; so long at most. */
  public void close(Duration deadline) {
    var end = System.nanoTime() + deadline.toNanos();
    try {
      service.drain(deadline);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    queue.close(Duration.ofNanos(Math.max(0, end - System.nanoTime())));
    store.close(Duration.ofNanos(Math.max(0, end - System.nanoTime())));
    closing.run();
  }

  private static Part needed(Part part, boolean required) {
    return new Part(part.name(), part.ready(), required, part.reason());
  }

  private LanguageModel guarded(LanguageModel model, NodeConfig config, Surroundings around) {
    var guarded = new GuardedModel(model, breaker, around.meters(), around.nanoTime());
    // A mock in the place of a mock would change nothing.
    return model instanceof MockLanguageModel
        ? guarded
        : new SubstitutedModel(guarded, mock(config, around), around.tuning(), around.meters());
  }

  private static LanguageModel mock(NodeConfig config, Surroundings around) {
    return new MockLanguageModel(
        config.claude().mockResponses(),
        around.tuning(),
        new Random(around.seed()),
        MockLanguageModel.Pause.sleeping());
  }

  private static int branchLimit(Performance performance) {
    return performance.parallelism() ? performance.maxConcurrentNeurons() : 1;
  }
}
