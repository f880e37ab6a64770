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
  private static final int TRIES = 3;
  private static final int MOST_HEARD = 100_000;

  private final SharedValues shared;
  private final LongSupplier nanoTime;
  private final Cache<String, Found> local;
  private final Cache<String, Long> heard;
  private final Retelling retelling;
  private final SingleFlight<Found> loads;
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

  /** A value, and when it was asked for: it is what somebody had at that time or later. */
  private record Found(Versioned value, long askedAt) {}

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
    heard =
        Caffeine.newBuilder()
            .ticker(nanoTime::getAsLong)
            .executor(Runnable::run)
            .maximumSize(MOST_HEARD)
            .expireAfterWrite(HEARD)
            .build();
    retelling = Retelling.of(redis, tuning, values -> values.cache().ttl(), nanoTime);
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
    upkeep = shared.follow(this::note, () -> retelling.settle(shared::supersede));
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

  /** The value, loaded when no level has it; what the loader throws is thrown here. */
  public Versioned get(Place place, Supplier<Versioned> loader) {
    var known = local.getIfPresent(place.name());
    var now = nanoTime.getAsLong();
    if (known != null && fresh(known, now) && current(place, known)) {
      localHits.increment();
      return known.value();
    }
    var found = find(place, loader);
    for (var i = 1; i < TRIES && !(fresh(found, now) && current(place, found)); i++) {
      found = find(place, loader);
    }
    return found.value();
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
      retelling.owe(subject, version);
    }
  }

  /**
   * To be called when nobody knows whether a change was made, or will be: as if it had been.
   *
   * @param version the smallest that it would have
   */
  public void perhapsChanged(String subject, long version) {
    @Nullable Long known = retelling.newest(subject);
    changed(subject, known == null ? version : Math.max(version, known + 1));
  }

  /** The same as {@link #changed(String, long)}, with the new value. */
  public void changed(Place place, Versioned value) {
    note(place.subject(), value.version());
    try {
      var _ = shared.put(place, value, false);
    } catch (RedisException e) {
      retelling.owe(place.subject(), value.version());
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

  private Found find(Place place, Supplier<Versioned> loader) {
    return loads
        .take(
            place.name(),
            () -> {
              var askedAt = nanoTime.getAsLong();
              var found = new Found(sharedOrLoaded(place, loader), askedAt);
              if (current(place, found)) {
                local.put(place.name(), found);
              }
              return found;
            })
        .result();
  }

  private Versioned sharedOrLoaded(Place place, Supplier<Versioned> loader) {
    var reachable = true;
    try {
      var found = shared.get(place);
      if (found != null && upTo(retelling.newest(place.subject()), found)) {
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

  /**
   * Whether who asks at a time may be given it: nothing that changed a second before is missing.
   */
  private static boolean fresh(Found found, long asksAt) {
    return asksAt - found.askedAt() < LIFE.toNanos();
  }

  /**
   * Whether no newer version was heard of since it was asked for. What was heard is forgotten soon;
   * a look-up that took longer is judged by all that is remembered.
   */
  private boolean current(Place place, Found found) {
    var known =
        fresh(found, nanoTime.getAsLong())
            ? heard.getIfPresent(place.subject())
            : retelling.newest(place.subject());
    return upTo(known, found.value());
  }

  private static boolean upTo(@Nullable Long newest, Versioned value) {
    return newest == null || newest <= value.version();
  }

  private void note(String subject, long version) {
    invalidations.increment();
    heard.asMap().merge(subject, version, Math::max);
    retelling.note(subject, version);
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
