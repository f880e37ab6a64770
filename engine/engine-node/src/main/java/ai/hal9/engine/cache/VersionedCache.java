package ai.hal9.engine.cache;

import ai.hal9.api.metric.MetricCatalogue;
import ai.hal9.engine.cluster.ClusterRedis;
import ai.hal9.engine.resilience.Breaker;
import ai.hal9.engine.telemetry.Meters;
import ai.hal9.engine.tuning.LiveTuning;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.lettuce.core.RedisException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Values of one kind in two levels, this node's memory and Redis, each with the version of what it
 * was made from. A value counts while no larger version is known: in Redis by a key that holds the
 * version, here by what the other nodes tell. It stays here for less than a second, counted from
 * when it was asked for, so that a node that hears of no change obeys it within that time. Of those
 * on a node that miss the same key one loads and the others wait for it. Blocks; any thread.
 */
public final class VersionedCache implements AutoCloseable {

  private static final Duration LIFE = Duration.ofMillis(900);
  private static final Duration HEARD = LIFE.multipliedBy(3);

  /** Longer than it takes a replica of Redis to come in for what it may not have. */
  private static final Duration RECENT = Duration.ofSeconds(30);

  private static final int TRIES = 3;
  private static final int MOST_HEARD = 100_000;

  private final SharedValues shared;
  private final LongSupplier nanoTime;
  private final Cache<String, Local> local;
  private final Cache<String, Long> heard;

  /** What changed lately, by whomever: more than a Redis that takes over may lack. */
  private final Cache<String, Long> recent;

  private final SingleFlight<Versioned> loads;

  /** Changes that Redis was out of reach for. */
  private final Map<String, Long> owed = new ConcurrentHashMap<>();

  private final Meters.Count localHits;
  private final Meters.Count redisHits;
  private final Meters.Count misses;
  private final Meters.Count invalidations;
  private final AutoCloseable upkeep;

  /**
   * Where a value is.
   *
   * @param subject what it depends on; changes are told of it
   * @param name of the value itself; begins with no cluster's name
   */
  public record Place(String subject, String name) {}

  private record Local(Versioned value, long askedAt) {}

  private VersionedCache(
      String entity,
      ClusterRedis redis,
      Breaker breaker,
      LiveTuning tuning,
      Meters meters,
      LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
    var entries = tuning.current().cache().localEntries();
    local =
        Caffeine.newBuilder()
            .ticker(nanoTime::getAsLong)
            .executor(Runnable::run)
            .maximumSize(entries)
            .expireAfterWrite(LIFE)
            .build();
    heard = versions(HEARD);
    recent = versions(RECENT);
    localHits = meters.count(MetricCatalogue.ENTITY_HITS, entity, "local");
    redisHits = meters.count(MetricCatalogue.ENTITY_HITS, entity, "redis");
    misses = meters.count(MetricCatalogue.ENTITY_MISSES, entity);
    loads =
        new SingleFlight<>(meters.count(MetricCatalogue.ENTITY_SHARED_LOADS, entity)::increment);
    invalidations = meters.count(MetricCatalogue.ENTITY_INVALIDATIONS, entity);
    meters.gauge(MetricCatalogue.ENTITY_ENTRIES, local::estimatedSize, entity);
    tuning.onChange(
        values ->
            local
                .policy()
                .eviction()
                .ifPresent(eviction -> eviction.setMaximum(values.cache().localEntries())));
    shared = new SharedValues(entity, redis, breaker, tuning);
    upkeep = shared.follow(this::note, this::settle);
  }

  /**
   * A cache of one kind.
   *
   * @param entity its name in metrics and in the channel of its changes
   * @param breaker the one around Redis
   */
  public static VersionedCache of(
      String entity,
      ClusterRedis redis,
      Breaker breaker,
      LiveTuning tuning,
      Meters meters,
      LongSupplier nanoTime) {
    return new VersionedCache(entity, redis, breaker, tuning, meters, nanoTime);
  }

  private Cache<String, Long> versions(Duration life) {
    return Caffeine.newBuilder()
        .ticker(nanoTime::getAsLong)
        .executor(Runnable::run)
        .maximumSize(MOST_HEARD)
        .expireAfterWrite(life)
        .build();
  }

  /** The value, loaded when no level has it; what the loader throws is thrown here. */
  public Versioned get(Place place, Supplier<Versioned> loader) {
    var known = local.getIfPresent(place.name());
    if (known != null && fresh(known) && current(place, known.value())) {
      localHits.increment();
      return known.value();
    }
    var value = find(place, loader);
    for (var i = 1; i < TRIES && !current(place, value); i++) {
      value = find(place, loader);
    }
    return value;
  }

  /**
   * To be called before a change is made in PostgreSQL: for a few seconds, or until {@link
   * #changed}, nothing of the subject is kept in Redis, also when this node dies in between.
   */
  public void changing(String subject) {
    try {
      shared.block(subject);
    } catch (RedisException e) {
      // Whoever reaches Redis learns of the change when this node does again.
    }
  }

  /** To be called once a change is made: all that was made from older versions is old. */
  public void changed(String subject, long version) {
    note(subject, version);
    try {
      shared.supersede(subject, version);
    } catch (RedisException e) {
      owed.merge(subject, version, Math::max);
    }
  }

  /** The same, with the new value. */
  public void changed(Place place, Versioned value) {
    note(place.subject(), value.version());
    try {
      var _ = shared.put(place, value, false);
    } catch (RedisException e) {
      owed.merge(place.subject(), value.version(), Math::max);
    }
  }

  /**
   * Puts a value that PostgreSQL does not have yet, unless a newer one is there.
   *
   * @return the version that is there then: the value's own when it was put
   * @throws RedisException when Redis is out of reach; nothing is put then
   */
  public long put(Place place, Versioned value) {
    return put(place, value, false);
  }

  /**
   * The same, only where Redis knows what it follows.
   *
   * @return the version that is there then; 0 when Redis knows none, and nothing is put
   * @throws RedisException when Redis is out of reach; nothing is put then
   */
  public long putAfter(Place place, Versioned value) {
    return put(place, value, true);
  }

  private long put(Place place, Versioned value, boolean follows) {
    var there = shared.put(place, value, follows);
    if (there > 0) {
      note(place.subject(), there);
    }
    return there;
  }

  /**
   * Puts a value just read from PostgreSQL into Redis.
   *
   * @throws RedisException when Redis is out of reach
   */
  public void warm(Place place, Versioned value) {
    shared.fill(place, value);
  }

  /**
   * Tells Redis again, soon, of what changed lately: another server serves now, which may not have
   * heard of all of it.
   */
  public void retell() {
    recent.asMap().forEach((subject, version) -> owed.merge(subject, version, Math::max));
  }

  private Versioned find(Place place, Supplier<Versioned> loader) {
    return loads
        .take(
            place.name(),
            () -> {
              var askedAt = nanoTime.getAsLong();
              var value = sharedOrLoaded(place, loader);
              if (current(place, value)) {
                local.put(place.name(), new Local(value, askedAt));
              }
              return value;
            })
        .result();
  }

  private Versioned sharedOrLoaded(Place place, Supplier<Versioned> loader) {
    var reachable = true;
    try {
      var found = shared.get(place);
      if (found != null && current(place, found)) {
        redisHits.increment();
        return found;
      }
    } catch (RedisException e) {
      reachable = false;
    }
    misses.increment();
    var loaded = loader.get();
    if (reachable) {
      try {
        shared.fill(place, loaded);
      } catch (RedisException e) {
        // The next look-up asks PostgreSQL again.
      }
    }
    return loaded;
  }

  private boolean fresh(Local known) {
    return nanoTime.getAsLong() - known.askedAt() < LIFE.toNanos();
  }

  private boolean current(Place place, Versioned value) {
    @Nullable Long newest = heard.getIfPresent(place.subject());
    return newest == null || newest <= value.version();
  }

  private void note(String subject, long version) {
    invalidations.increment();
    heard.asMap().merge(subject, version, Math::max);
    recent.asMap().merge(subject, version, Math::max);
  }

  private void settle() {
    owed.forEach(
        (subject, version) -> {
          shared.supersede(subject, version);
          owed.remove(subject, version);
        });
  }

  @Override
  public void close() {
    try {
      upkeep.close();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
    shared.close();
  }
}
