package ai.hal9.engine.cache;

import static ai.hal9.api.metric.MetricCatalogue.BREAKER_STATE;
import static ai.hal9.api.metric.MetricCatalogue.CACHE_ERRORS;
import static ai.hal9.api.metric.MetricCatalogue.REDIS_ACTIVE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.hal9.api.signal.Layer;
import ai.hal9.engine.Stalls;
import ai.hal9.engine.neuron.Neuron;
import ai.hal9.engine.resilience.Breaker;
import ai.hal9.engine.signal.Knobs;
import ai.hal9.engine.signal.RecordedMeters;
import ai.hal9.engine.telemetry.Events;
import ai.hal9.stores.binary.BinaryCache;
import ai.hal9.stores.binary.RedisBinary;
import ai.hal9.stores.port.FreePorts;
import ai.hal9.stores.process.Signal;
import ai.hal9.stores.process.Spawner;
import ai.hal9.stores.redis.RedisConfig;
import ai.hal9.stores.redis.RedisServer;
import io.lettuce.core.RedisURI;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.DefaultClientResources;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RedisAnswersIT {

  private static final Neuron NEURON = Neuron.of("strategist", Layer.L4, List.of());
  private static final AnswerKey KEY = new AnswerKey(NEURON, "hello");
  private static final SharedAnswers.Shared ANSWER =
      new SharedAnswers.Shared(
          "answer \"quoted\" €", List.of("strategist", "designer"), List.of("mock"));

  private final Knobs knobs = new Knobs();
  private final RecordedMeters meters = new RecordedMeters();
  private final Spawner spawner = Spawner.open();
  private final ClientResources resources = DefaultClientResources.create();
  private final RedisConfig config;
  private RedisServer server;
  private RedisAnswers answers;

  RedisAnswersIT(@TempDir Path directory) throws IOException {
    config = RedisConfig.of("answers", directory, FreePorts.one());
    server = start();
    var uri =
        RedisURI.builder(RedisURI.create(server.url()))
            .withPassword(Files.readString(server.passwordFile()).strip().toCharArray())
            .build();
    var breaker =
        Breaker.aroundStore("redis", "Redis", knobs, meters, Events.none(), InstantSource.system());
    answers = RedisAnswers.open(resources, uri, "test", knobs, meters, System::nanoTime, breaker);
  }

  private RedisServer start() {
    return RedisServer.startPrimary(config, RedisBinary.bundled(BinaryCache.standard()), spawner);
  }

  @BeforeEach
  void connect() {
    await().until(() -> meters.value(REDIS_ACTIVE) == 4);
  }

  @AfterEach
  void close() {
    answers.close();
    var _ = resources.shutdown();
    spawner.close();
  }

  private Optional<SharedAnswers.Shared> look(AnswerKey key) {
    var found = new CompletableFuture<Optional<SharedAnswers.Shared>>();
    answers.get(key, shared -> found.complete(Optional.ofNullable(shared)));
    return found.join();
  }

  @Test
  void answer_storedByOne_isFoundByNeuronAndContent() {
    answers.put(KEY, ANSWER);
    await().until(() -> look(KEY).isPresent());

    assertThat(look(KEY)).contains(ANSWER);
    assertThat(look(new AnswerKey(NEURON, "other"))).isEmpty();
  }

  @Test
  void connections_followTheTuning() {
    knobs.set("redis.max_connections", "2");
    await().until(() -> meters.value(REDIS_ACTIVE) == 2);
    knobs.set("redis.max_connections", "6");
    await().until(() -> meters.value(REDIS_ACTIVE) == 6);
  }

  @Test
  void frozenRedis_costsTheTimeoutAFewTimesAndThenNothing() {
    server.process().signal(Signal.STOP);
    try {
      try (var stalls = new Stalls()) {
        var start = System.nanoTime();
        for (var i = 0; i < 50; i++) {
          assertThat(look(KEY)).isEmpty();
        }
        assertThat(Duration.ofNanos(System.nanoTime() - start))
            .isLessThan(Duration.ofSeconds(3).plus(stalls.total()));
      }
      assertThat(meters.total(CACHE_ERRORS)).isGreaterThanOrEqualTo(50);
    } finally {
      server.process().signal(Signal.CONT);
    }
    answers.put(KEY, ANSWER);
    await()
        .until(
            () -> {
              answers.put(KEY, ANSWER);
              return look(KEY).isPresent();
            });
  }

  @Test
  void deadRedis_isAMissAtOnceAndUsedAgainAfterItsReturn() {
    server.stop();
    await().until(() -> meters.value(REDIS_ACTIVE) == 0);
    assertThat(look(KEY)).isEmpty();
    assertThat(answers.part().ready()).isFalse();
    for (var i = 0; i < 3; i++) {
      look(KEY);
    }
    assertThat(meters.value(BREAKER_STATE, "redis")).isEqualTo(2);

    server = start();
    await().until(() -> meters.value(REDIS_ACTIVE) == 4);
    await()
        .until(
            () -> {
              answers.put(KEY, ANSWER);
              return look(KEY).isPresent();
            });
    assertThat(meters.value(BREAKER_STATE, "redis")).isZero();
  }
}
