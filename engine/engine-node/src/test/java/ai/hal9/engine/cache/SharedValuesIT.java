package ai.hal9.engine.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import ai.hal9.engine.cache.VersionedCache.Place;
import ai.hal9.engine.cluster.TestRedis;
import ai.hal9.engine.resilience.Breaker;
import ai.hal9.engine.signal.Knobs;
import ai.hal9.engine.signal.RecordedMeters;
import ai.hal9.engine.telemetry.Events;
import io.lettuce.core.RedisException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two nodes' ways to the values in one Redis. */
class SharedValuesIT {

  private static final int FAILURES = 20;

  private final Knobs knobs =
      new Knobs(
          "circuit_breaker.store_failure_threshold", Integer.toString(FAILURES),
          "circuit_breaker.store_window", "10m",
          "circuit_breaker.store_timeout", "10m");
  private final TestRedis redis;
  private final Breaker breaker;
  private final SharedValues here;
  private final SharedValues there;

  SharedValuesIT(@TempDir Path folder) {
    redis = TestRedis.start(folder);
    breaker =
        Breaker.aroundStore(
            "redis", "Redis", knobs, new RecordedMeters(), Events.none(), Clock.systemUTC());
    here = new SharedValues("state", redis.client("values"), breaker, knobs);
    there = new SharedValues("state", redis.client("values"), breaker, knobs);
  }

  @AfterEach
  void end() {
    here.close();
    there.close();
    redis.close();
  }

  @Test
  void changes_arePutTogether_andHeardByTheOtherNodeAlone() throws Exception {
    Map<String, Long> heardHere = new ConcurrentHashMap<>();
    Map<String, Long> heardThere = new ConcurrentHashMap<>();
    try (var _ = here.follow(heardHere::put, () -> {});
        var _ = there.follow(heardThere::put, () -> {})) {
      awaitTold(here, heardThere);
      awaitTold(there, heardHere);
      try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
        var put =
            IntStream.range(0, 500)
                .mapToObj(i -> threads.submit(() -> here.put(place("n" + i), value(i), false)))
                .toList();
        for (var i = 0; i < put.size(); i++) {
          assertThat(put.get(i).get()).isEqualTo(i);
        }
      }
      await().until(() -> heardThere.size() == 501);
      IntStream.range(0, 500).forEach(i -> assertThat(heardThere).containsEntry("n" + i, (long) i));
      // Messages come in order: what comes after them has been heard, so they have been, if at all.
      there.supersede("last", 1);
      await().until(() -> heardHere.containsKey("last"));
      assertThat(heardHere).containsOnlyKeys("told", "last");
    }
  }

  @Test
  void change_toldWithoutItsValue_isHeardByBoth() throws Exception {
    Map<String, Long> heardHere = new ConcurrentHashMap<>();
    Map<String, Long> heardThere = new ConcurrentHashMap<>();
    try (var _ = here.follow(heardHere::put, () -> {});
        var _ = there.follow(heardThere::put, () -> {})) {
      await()
          .until(
              () -> {
                here.supersede("a|b", 7);
                return heardHere.equals(Map.of("a|b", 7L)) && heardThere.equals(heardHere);
              });
    }
  }

  @Test
  void puts_thatFailTogether_countOnceEach() throws Exception {
    here.put(place("n"), value(1), false);
    redis.kill();
    assertFail(FAILURES - 1);
    assertThat(breaker.allows()).isTrue();
    assertFail(1);
    assertThat(breaker.allows()).isFalse();
    assertThatThrownBy(() -> here.put(place("n"), value(2), false))
        .isInstanceOf(RedisException.class)
        .hasMessageContaining("breaker");
  }

  private void assertFail(int puts) {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var put =
          IntStream.range(0, puts)
              .mapToObj(i -> threads.submit(() -> here.put(place("n" + i), value(i), false)))
              .toList();
      assertThat(put)
          .allSatisfy(
              (Future<Long> each) ->
                  assertThatThrownBy(each::get).hasCauseInstanceOf(RedisException.class));
    }
  }

  private static void awaitTold(SharedValues teller, Map<String, Long> heard) {
    await()
        .until(
            () -> {
              teller.put(place("told"), value(1), false);
              return heard.containsKey("told");
            });
  }

  private static Place place(String subject) {
    return new Place(subject, "value:" + subject);
  }

  private static Versioned value(long version) {
    return new Versioned(version, "text");
  }
}
