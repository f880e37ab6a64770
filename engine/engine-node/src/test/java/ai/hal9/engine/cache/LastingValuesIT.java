package ai.hal9.engine.cache;

import static ai.hal9.api.metric.MetricCatalogue.ENTITY_HITS;
import static ai.hal9.api.metric.MetricCatalogue.ENTITY_SHARED_LOADS;
import static ai.hal9.api.metric.MetricCatalogue.ENTITY_WRITES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.hal9.engine.cluster.ClusterRedis;
import ai.hal9.engine.cluster.TestRedis;
import ai.hal9.engine.resilience.Breaker;
import ai.hal9.engine.signal.Knobs;
import ai.hal9.engine.signal.RecordedMeters;
import ai.hal9.engine.telemetry.Events;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Values that never change, in a real Redis. */
class LastingValuesIT {

  /** How many may wait to be put. */
  private static final int MOST = 1_024;

  private final RecordedMeters meters = new RecordedMeters();
  private final CountDownLatch gate = new CountDownLatch(1);
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final TestRedis server;
  private final ClusterRedis redis;
  private final LastingValues values;

  LastingValuesIT(@TempDir Path folder) {
    server = TestRedis.start(folder);
    redis = server.client("values");
    var knobs = new Knobs();
    values =
        LastingValues.of(
            "signal",
            redis,
            Breaker.aroundStore("redis", "Redis", knobs, meters, Events.none(), Clock.systemUTC()),
            knobs,
            meters);
  }

  @AfterEach
  void end() {
    threads.close();
    server.close();
  }

  @Test
  void puts_moreThanMayWait_areLeftOut() {
    hold(() -> "first");
    offer(3_000);
    gate.countDown();
    await().until(() -> written() == 1 + MOST);
    assertThat(known("first")).isEqualTo("first");
    assertThat(known("value-" + (MOST - 1))).isEqualTo("" + (MOST - 1));
    assertThat(known("value-" + MOST)).isNull();
  }

  @Test
  void puts_behindOneThatFails_areMadeAllTheSame() {
    hold(
        () -> {
          throw new IllegalStateException("cannot be made");
        });
    offer(MOST);
    gate.countDown();
    await().until(() -> written() == MOST);
    assertThat(known("value-0")).isEqualTo("0");
  }

  @Test
  void manyWhoMissAValueAtOnce_loadItOnce() {
    var loads = new AtomicInteger();
    var found = askedAtOnce(20, loads, Optional.of("there"));
    assertThat(found).allMatch(value -> value.join().equals(Optional.of("there")));
    assertThat(loads.get()).isEqualTo(1);
    assertThat(values.get("one", Optional::empty)).hasValue("there");
    assertThat(meters.total(ENTITY_HITS, "signal", "redis")).isEqualTo(1);
  }

  @Test
  void manyWhoMissAtOnceWhatIsNot_lookForItTwiceAltogether() {
    var loads = new AtomicInteger();
    var found = askedAtOnce(20, loads, Optional.empty());
    assertThat(found).allMatch(value -> value.join().isEmpty());
    // The second look began after all of them had asked; only who comes late looks again.
    assertThat(loads.get()).isBetween(2, 4);
  }

  /** So many who ask while the first is loading. */
  private List<CompletableFuture<Optional<String>>> askedAtOnce(
      int readers, AtomicInteger loads, Optional<String> value) {
    Supplier<Optional<String>> loader =
        () -> {
          loads.incrementAndGet();
          passed(gate);
          return value;
        };
    var found =
        IntStream.range(0, readers)
            .mapToObj(i -> CompletableFuture.supplyAsync(() -> values.get("one", loader), threads))
            .toList();
    await().until(() -> meters.total(ENTITY_SHARED_LOADS, "signal") == readers - 1);
    gate.countDown();
    return found;
  }

  /** Keeps what puts busy with a value until the gate is open. */
  private void hold(Supplier<String> text) {
    var begun = new CountDownLatch(1);
    values.offer(
        new LastingValues.Entry(
            "first",
            () -> {
              begun.countDown();
              passed(gate);
              return text.get();
            }));
    passed(begun);
  }

  private void offer(int count) {
    for (var i = 0; i < count; i++) {
      var text = Integer.toString(i);
      values.offer(new LastingValues.Entry("value-" + i, () -> text));
    }
  }

  private long written() {
    return meters.total(ENTITY_WRITES, "signal", "write_through");
  }

  private String known(String name) {
    return redis.call(commands -> commands.get(redis.key(name)));
  }

  private static void passed(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
