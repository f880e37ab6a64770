package ai.hal9.bench;

import ai.hal9.api.signal.Layer;
import ai.hal9.engine.cache.AnswerKey;
import ai.hal9.engine.cache.CachedAnswer;
import ai.hal9.engine.cache.LocalAnswers;
import ai.hal9.engine.cache.RedisAnswers;
import ai.hal9.engine.cache.SharedAnswers.Shared;
import ai.hal9.engine.neuron.Neuron;
import ai.hal9.engine.resilience.Breaker;
import ai.hal9.engine.telemetry.Events;
import ai.hal9.engine.telemetry.Meters;
import ai.hal9.engine.tuning.EngineTuning;
import ai.hal9.engine.tuning.LiveTuning;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
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
 * An answer looked up by a request's content: in the node's own cache, and in a real Redis on this
 * machine (expected: at least twenty times as long).
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class LookupBenchmark {

  private static final int CONTENTS = 512;
  private static final String ANSWER = "Twice the working set, and measure. ".repeat(8);

  private final Neuron neuron = Neuron.of("strategist", Layer.L4, List.of());
  private final String[] contents = new String[CONTENTS];
  private @Nullable BenchRedis redis;
  private @Nullable RedisAnswers shared;
  private @Nullable LocalAnswers local;
  private int next;

  /** Both levels have every answer. */
  @Setup(Level.Trial)
  public void open() throws IOException {
    var server = BenchRedis.start();
    redis = server;
    var tuning = LiveTuning.fixed(EngineTuning.defaults());
    var own = new LocalAnswers(tuning, Meters.none(), System::nanoTime);
    local = own;
    var others =
        RedisAnswers.open(
            server.threads(),
            BenchRedis.address(server.stores().redis()),
            "bench",
            tuning,
            Meters.none(),
            System::nanoTime,
            Breaker.aroundStore(
                "redis", "Redis", tuning, Meters.none(), Events.none(), InstantSource.system()));
    shared = others;
    for (var i = 0; i < CONTENTS; i++) {
      contents[i] = "How should cache " + i + " be sized for a busy Monday?";
      var key = new AnswerKey(neuron, contents[i]);
      own.put(key, CachedAnswer.of(neuron, contents[i], ANSWER, List.of("strategist"), List.of()));
      stored(others, key);
    }
  }

  /** Until it is there: the connections are opened in the background. */
  private static void stored(RedisAnswers answers, AnswerKey key) {
    for (var is = false; !is; ) {
      var ended = new CompletableFuture<Boolean>();
      answers.put(key, new Shared(ANSWER, List.of("strategist"), List.of()), ended::complete);
      is = ended.join();
    }
  }

  /** In the node. */
  @Benchmark
  public CachedAnswer local() {
    var answers = local;
    var found = answers == null ? null : answers.get(key());
    if (found == null) {
      throw new IllegalStateException("the answer is gone");
    }
    return found;
  }

  /** In Redis. */
  @Benchmark
  public Shared redis() {
    var found = new CompletableFuture<@Nullable Shared>();
    if (shared != null) {
      shared.get(key(), found::complete);
    }
    var answer = found.join();
    if (answer == null) {
      throw new IllegalStateException("the answer is gone");
    }
    return answer;
  }

  private AnswerKey key() {
    return new AnswerKey(neuron, contents[next++ & (CONTENTS - 1)]);
  }

  /** Ends everything. */
  @TearDown(Level.Trial)
  public void close() {
    if (shared != null) {
      shared.close();
    }
    if (redis != null) {
      redis.close();
    }
  }
}
