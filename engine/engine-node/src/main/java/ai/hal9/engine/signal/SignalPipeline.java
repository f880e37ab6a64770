package ai.hal9.engine.signal;

import ai.hal9.api.metric.MetricCatalogue;
import ai.hal9.engine.cache.LocalAnswers;
import ai.hal9.engine.cache.RedisAnswers;
import ai.hal9.engine.cache.SharedAnswers;
import ai.hal9.engine.config.NodeConfig;
import ai.hal9.engine.neuron.GuardedModel;
import ai.hal9.engine.neuron.LanguageModel;
import ai.hal9.engine.neuron.MockLanguageModel;
import ai.hal9.engine.neuron.NeuronNetwork;
import ai.hal9.engine.neuron.Neurons;
import ai.hal9.engine.resilience.ModelBreaker;
import ai.hal9.engine.resilience.ParallelLimit;
import ai.hal9.engine.resilience.Readiness;
import ai.hal9.engine.store.Postgres;
import ai.hal9.engine.store.PostgresSignalStore;
import ai.hal9.engine.store.SignalIds;
import ai.hal9.engine.telemetry.Events;
import ai.hal9.engine.telemetry.Meters;
import ai.hal9.engine.tuning.EngineTuning.Performance;
import ai.hal9.engine.tuning.LiveTuning;
import io.lettuce.core.RedisURI;
import io.lettuce.core.resource.ClientResources;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;

/** Puts the pipeline together and takes it down. */
public final class SignalPipeline implements Readiness {

  /** The most signals that wait for a permit; more are refused as overload. */
  static final int MAX_WAITING = 10_000;

  private final PipelineService service;
  private final PostgresSignalStore store;
  private final ModelBreaker breaker;
  private final SharedAnswers shared;
  private final Runnable closing;

  /**
   * What a pipeline works with.
   *
   * @param tuning the live values it follows
   * @param meters where it counts
   * @param events where it tells of breaker transitions
   * @param clock for rows and events
   * @param nanoTime for durations
   * @param seed random, of the ids
   */
  public record Surroundings(
      LiveTuning tuning,
      Meters meters,
      Events events,
      Clock clock,
      LongSupplier nanoTime,
      long seed) {}

  private SignalPipeline(
      NodeConfig config,
      LanguageModel model,
      SharedAnswers shared,
      Surroundings around,
      Runnable closing) {
    this.shared = shared;
    this.closing = closing;
    Executor virtualThreads = Thread.ofVirtual().name("signal")::start;
    var tuning = around.tuning();
    var meters = around.meters();
    var neurons = Neurons.of(config.neurons());
    var performance = tuning.current().performance();
    var signals = new ParallelLimit(signalLimit(performance), MAX_WAITING);
    var branches = new ParallelLimit(branchLimit(performance), Integer.MAX_VALUE);
    breaker = new ModelBreaker(tuning.current().breaker(), meters, around.events(), around.clock());
    tuning.onChange(
        values -> {
          signals.resize(signalLimit(values.performance()));
          branches.resize(branchLimit(values.performance()));
          breaker.configure(values.breaker());
        });
    meters.gauge(MetricCatalogue.PARALLEL_ACTIVE, signals::active);
    meters.gauge(MetricCatalogue.PARALLEL_MAX, signals::limit);
    meters.gauge(MetricCatalogue.PARALLEL_WAITING, signals::waiting);
    store =
        PostgresSignalStore.start(
            config.database(),
            neurons.all(),
            tuning,
            meters,
            around.clock(),
            around.nanoTime(),
            virtualThreads);
    var signalMeters = new SignalMeters(meters);
    var answering =
        new Answering(
            new LocalAnswers(tuning, meters, around.nanoTime()::getAsLong),
            shared,
            new NeuronNetwork(
                neurons,
                new GuardedModel(model, breaker, meters, around.nanoTime()),
                branches,
                virtualThreads,
                meters),
            signals,
            tuning,
            signalMeters,
            virtualThreads,
            around.nanoTime());
    service =
        new PipelineService(
            neurons,
            answering,
            store,
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
    var model =
        new MockLanguageModel(
            config.claude().mockResponses(),
            around.tuning(),
            new Random(around.seed()),
            MockLanguageModel.Pause.sleeping());
    var shared =
        RedisAnswers.open(
            resources,
            redis,
            config.node().cluster(),
            around.tuning(),
            around.meters(),
            around.nanoTime());
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

  /** The node's PostgreSQL, which others may use too; it ends with the pipeline. */
  public Postgres postgres() {
    return store.postgres();
  }

  @Override
  public List<Part> parts() {
    return List.of(store.part(), shared.part(), breaker.part());
  }

  /** Refuses new signals, lets those underway end, and writes what waits; so long at most. */
  public void close(Duration deadline) {
    var end = System.nanoTime() + deadline.toNanos();
    try {
      service.drain(deadline);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    store.close(Duration.ofNanos(Math.max(0, end - System.nanoTime())));
    closing.run();
  }

  private static int signalLimit(Performance performance) {
    return performance.parallelism() ? performance.maxConcurrentSignals() : 1;
  }

  private static int branchLimit(Performance performance) {
    return performance.parallelism() ? performance.maxConcurrentNeurons() : 1;
  }
}
