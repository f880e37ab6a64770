package ai.hal9.engine.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.hal9.api.metric.MetricCatalogue;
import ai.hal9.engine.cache.VersionedCache.Place;
import ai.hal9.engine.cluster.TestRedis;
import ai.hal9.engine.resilience.Breaker;
import ai.hal9.engine.signal.Knobs;
import ai.hal9.engine.signal.RecordedMeters;
import ai.hal9.engine.telemetry.Events;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A look-up that takes long and is shared, over a real Redis. */
class VersionedCacheIT {

  private static final Place PLACE = new Place("subject", "value");
  private static final Versioned OLD = new Versioned(1, "old");
  private static final Versioned NEW = new Versioned(2, "new");

  private final AtomicLong ahead = new AtomicLong();
  private final RecordedMeters meters = new RecordedMeters();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final CountDownLatch reading = new CountDownLatch(1);
  private final CountDownLatch thawed = new CountDownLatch(1);
  private final AtomicInteger loads = new AtomicInteger();
  private final TestRedis redis;
  private final VersionedCache cache;

  VersionedCacheIT(@TempDir Path folder) {
    redis = TestRedis.start(folder);
    var knobs = new Knobs();
    cache =
        VersionedCache.of(
            "state",
            redis.client("versions"),
            Breaker.aroundStore("redis", "Redis", knobs, meters, Events.none(), Clock.systemUTC()),
            knobs,
            meters,
            () -> System.nanoTime() + ahead.get());
  }

  @AfterEach
  void end() {
    threads.close();
    cache.close();
    redis.close();
  }

  @Test
  void value_thatChangedWhileItsReaderWasFrozen_isLookedUpAgainForAllWhoWait() throws Exception {
    var first = get();
    reading.await();
    cache.changed("subject", NEW.version());
    ahead.addAndGet(Duration.ofSeconds(10).toNanos());
    var second = joined();
    thawed.countDown();

    assertThat(first.get(30, TimeUnit.SECONDS)).isEqualTo(NEW);
    assertThat(second.get(30, TimeUnit.SECONDS)).isEqualTo(NEW);
  }

  @Test
  void value_askedForLongBefore_isNotGivenToWhoAsksNow() throws Exception {
    var first = get();
    reading.await();
    // Redis knows of a change that this node has not heard of.
    var raw = redis.client("versions");
    raw.call(commands -> commands.set(raw.key("subject:version"), "2"));
    ahead.addAndGet(Duration.ofSeconds(2).toNanos());
    var second = joined();
    thawed.countDown();

    assertThat(first.get(30, TimeUnit.SECONDS)).isEqualTo(OLD);
    assertThat(second.get(30, TimeUnit.SECONDS)).isEqualTo(NEW);
  }

  private CompletableFuture<Versioned> joined() {
    var joining = get();
    await().until(() -> meters.total(MetricCatalogue.ENTITY_SHARED_LOADS, "state") == 1);
    return joining;
  }

  private CompletableFuture<Versioned> get() {
    return CompletableFuture.supplyAsync(() -> cache.get(PLACE, this::load), threads);
  }

  /** The first reads what is there, and is frozen before it can say so. */
  private Versioned load() {
    if (loads.getAndIncrement() > 0) {
      return NEW;
    }
    reading.countDown();
    try {
      thawed.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return OLD;
  }
}
