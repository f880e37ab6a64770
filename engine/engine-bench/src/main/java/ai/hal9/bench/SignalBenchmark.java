package ai.hal9.bench;

import ai.hal9.api.signal.SignalRequest;
import ai.hal9.engine.cache.SharedAnswers;
import ai.hal9.engine.config.ConfigFile;
import ai.hal9.engine.config.ConfigReading;
import ai.hal9.engine.config.NodeConfig;
import ai.hal9.engine.neuron.MockLanguageModel;
import ai.hal9.engine.signal.SignalCall;
import ai.hal9.engine.signal.SignalOutcome;
import ai.hal9.engine.signal.SignalPipeline;
import ai.hal9.engine.telemetry.Events;
import ai.hal9.engine.telemetry.Meters;
import ai.hal9.engine.tuning.EngineTuning;
import ai.hal9.engine.tuning.LiveTuning;
import ai.hal9.stores.LocalStores;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Comparator;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Seed 2's four benchmarks on the real pipeline, committed to a real PostgreSQL, mock model without
 * delay: a single signal (expected below 10 ms), ten in parallel (20 ms), a cached answer (2 ms), a
 * batch of ten for one content (15 ms).
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class SignalBenchmark {

  private static final int TEN = 10;

  private final Path directory = newDirectory();
  private final LocalStores stores = LocalStores.start(directory);
  private final SignalPipeline pipeline = pipeline(stores);
  private long number;

  /** Waits until signals can be stored. */
  @Setup(Level.Trial)
  public void awaitReady() throws InterruptedException {
    while (!pipeline.ready()) {
      Thread.sleep(10);
    }
    submit("cached").join();
  }

  /** One signal of new content. */
  @Benchmark
  public SignalOutcome singleSignal() {
    return submit("single " + number++).join();
  }

  /** Ten signals of ten new contents at once. */
  @Benchmark
  public long tenParallel() {
    return ten("parallel " + number++ + " of ");
  }

  /** A signal whose answer is in the local cache. */
  @Benchmark
  public SignalOutcome cachedResponse() {
    return submit("cached").join();
  }

  /** Ten signals of the cached content at once, which one COPY stores. */
  @Benchmark
  public long batchOfTen() {
    return ten("");
  }

  private long ten(String prefix) {
    var outcomes = new CompletableFuture<?>[TEN];
    for (var i = 0; i < TEN; i++) {
      outcomes[i] = submit(prefix.isEmpty() ? "cached" : prefix + i);
    }
    CompletableFuture.allOf(outcomes).join();
    return number;
  }

  private CompletableFuture<SignalOutcome> submit(String content) {
    var outcome = new CompletableFuture<SignalOutcome>();
    var request = new SignalRequest(content, null, null, null);
    pipeline.service().submit(new SignalCall(request, null, System.nanoTime()), outcome::complete);
    return outcome.thenApply(SignalBenchmark::answered);
  }

  private static SignalOutcome answered(SignalOutcome outcome) {
    return switch (outcome) {
      case SignalOutcome.Answered answered -> answered;
      case SignalOutcome.Refused refused -> throw new IllegalStateException(refused.toString());
    };
  }

  /** Ends the pipeline and the stores and drops their data. */
  @TearDown(Level.Trial)
  public void close() throws IOException {
    pipeline.close(Duration.ofSeconds(10));
    stores.close();
    try (var files = Files.walk(directory)) {
      for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }

  private static SignalPipeline pipeline(LocalStores stores) {
    var tuning =
        LiveTuning.fixed(
            EngineTuning.of(
                1, Map.of("claude.mock_delay_ms", "0", "database.max_connections", "20")));
    var model =
        new MockLanguageModel(Map.of(), tuning, new Random(1), MockLanguageModel.Pause.sleeping());
    return SignalPipeline.start(
        config(stores),
        model,
        SharedAnswers.none(),
        new SignalPipeline.Surroundings(
            tuning,
            Meters.none(),
            Events.none(),
            Clock.systemUTC(),
            System::nanoTime,
            1,
            null,
            null,
            null));
  }

  private static NodeConfig config(LocalStores stores) {
    var postgres = stores.postgres();
    var yaml =
        """
        database: {url: "%s", username: %s, password_file: %s}
        """
            .formatted(postgres.jdbcUrl(), postgres.username(), postgres.passwordFile());
    return switch (ConfigFile.parse(yaml, Path.of("."), Map.of())) {
      case ConfigReading.Accepted(var config) -> config;
      case ConfigReading.Refused(var problems) ->
          throw new IllegalStateException(problems.toString());
    };
  }

  private static Path newDirectory() {
    try {
      return Files.createTempDirectory("hal9-jmh");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
