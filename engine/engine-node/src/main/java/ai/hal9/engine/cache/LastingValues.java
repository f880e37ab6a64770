package ai.hal9.engine.cache;

import ai.hal9.api.metric.MetricCatalogue;
import ai.hal9.engine.cluster.ClusterRedis;
import ai.hal9.engine.cluster.Script;
import ai.hal9.engine.resilience.Breaker;
import ai.hal9.engine.telemetry.Meters;
import ai.hal9.engine.tuning.LiveTuning;
import io.lettuce.core.RedisException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Values of one kind that never change once they are there, in Redis for {@code cache.ttl_seconds}.
 * That there is none is not remembered. Of those on a node that look for the same one asks and the
 * others wait. Without Redis, or while its breaker is open, the loader is asked every time.
 */
public final class LastingValues {

  private static final Logger LOG = LoggerFactory.getLogger(LastingValues.class);
  private static final int MOST_WAITING = 1_024;
  private static final int AT_ONCE = 256;

  /** KEYS: names. ARGV: value and ttl ms of each. */
  private static final Script<String> PUT =
      Script.ofString(
          """
          for i = 1, #KEYS do
            redis.call('SET', KEYS[i], ARGV[2 * i - 1], 'PX', ARGV[2 * i])
          end
          return '1'
          """);

  private final ClusterRedis redis;
  private final Breaker breaker;
  private final LiveTuning tuning;
  private final SingleFlight<Optional<String>> loads;
  private final BlockingQueue<Entry> waiting = new ArrayBlockingQueue<>(MOST_WAITING);
  private final AtomicBoolean putting = new AtomicBoolean();
  private final Meters.Count hits;
  private final Meters.Count misses;
  private final Meters.Count written;

  /**
   * What is to be put.
   *
   * @param name its key, without the cluster's name
   * @param text the value, made only when it is put
   */
  public record Entry(String name, Supplier<String> text) {}

  private LastingValues(
      String entity, ClusterRedis redis, Breaker breaker, LiveTuning tuning, Meters meters) {
    this.redis = redis;
    this.breaker = breaker;
    this.tuning = tuning;
    hits = meters.count(MetricCatalogue.ENTITY_HITS, entity, "redis");
    misses = meters.count(MetricCatalogue.ENTITY_MISSES, entity);
    loads =
        new SingleFlight<>(meters.count(MetricCatalogue.ENTITY_SHARED_LOADS, entity)::increment);
    written = meters.count(MetricCatalogue.ENTITY_WRITES, entity, "write_through");
  }

  /**
   * Values of a kind.
   *
   * @param entity its name in metrics
   * @param breaker the one around Redis
   */
  public static LastingValues of(
      String entity, ClusterRedis redis, Breaker breaker, LiveTuning tuning, Meters meters) {
    return new LastingValues(entity, redis, breaker, tuning, meters);
  }

  /** The value, loaded where Redis has none; blocks. What the loader throws is thrown here. */
  public Optional<String> get(String name, Supplier<Optional<String>> loader) {
    var first = loads.take(name, () -> find(name, loader));
    return first.result().isPresent() || !first.shared()
        ? first.result()
        // Who was first may have looked before the value was there.
        : loads.take(name, () -> find(name, loader)).result();
  }

  /** Puts it soon, with others; not at all where too much waits or Redis is out of reach. */
  public void offer(Entry entry) {
    if (waiting.offer(entry) && putting.compareAndSet(false, true)) {
      Thread.ofVirtual().name("lasting-values").start(this::putAll);
    }
  }

  private void putAll() {
    do {
      try {
        var batch = new ArrayList<Entry>(AT_ONCE);
        while (waiting.drainTo(batch, AT_ONCE) > 0) {
          putOrLog(batch);
          batch.clear();
        }
      } finally {
        putting.set(false);
      }
    } while (!waiting.isEmpty() && putting.compareAndSet(false, true));
  }

  /** What waits behind is put all the same; nobody else would start on it where it is full. */
  private void putOrLog(List<Entry> batch) {
    try {
      put(batch);
    } catch (RuntimeException e) {
      LOG.error("{} values were not put into Redis", batch.size(), e);
    }
  }

  private void put(List<Entry> batch) {
    var keys = batch.stream().map(entry -> redis.key(entry.name())).toArray(String[]::new);
    var values = new String[2 * keys.length];
    for (var i = 0; i < keys.length; i++) {
      values[2 * i] = batch.get(i).text().get();
      values[2 * i + 1] = SharedValues.life(tuning);
    }
    try {
      var _ = guarded(() -> PUT.run(redis, keys, values));
      written.add(keys.length);
    } catch (RedisException e) {
      // Who reads it fills it.
    }
  }

  private Optional<String> find(String name, Supplier<Optional<String>> loader) {
    var key = redis.key(name);
    var reachable = true;
    try {
      var found =
          guarded(() -> Optional.<String>ofNullable(redis.call(commands -> commands.get(key))));
      if (found.isPresent()) {
        hits.increment();
        return found;
      }
    } catch (RedisException e) {
      reachable = false;
    }
    misses.increment();
    var loaded = loader.get();
    if (loaded.isPresent() && reachable) {
      try {
        var life = Long.parseLong(SharedValues.life(tuning));
        var _ = guarded(() -> redis.call(commands -> commands.psetex(key, life, loaded.get())));
      } catch (RedisException e) {
        // The next look-up asks PostgreSQL again.
      }
    }
    return loaded;
  }

  private <T extends @Nullable Object> T guarded(Supplier<T> work) {
    return breaker.around(
        work, () -> new RedisException("the circuit breaker around Redis is open"));
  }
}
