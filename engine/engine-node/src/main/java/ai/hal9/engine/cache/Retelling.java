package ai.hal9.engine.cache;

import ai.hal9.engine.cluster.ClusterRedis;
import ai.hal9.engine.tuning.EngineTuning;
import ai.hal9.engine.tuning.LiveTuning;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.lettuce.core.RedisException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.ObjLongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Changes that Redis must know of for as long as it may have a value from before them. What it was
 * out of reach for is told when it is back; and whenever a connection to it is made, all that is
 * remembered is told again, since a Redis that comes back, or another in its place, may have older
 * data. A change is a subject and a version, of which the larger counts. Any thread.
 */
public final class Retelling {

  /** Longer than it takes a replica of Redis to come in for what it may not have. */
  private static final Duration SHORTEST = Duration.ofSeconds(30);

  /** By how much longer than it is told to a value may live in Redis. */
  private static final double LONGEST_LIFE = 1.1;

  private static final int MOST = 100_000;

  private final Cache<String, Long> changes;
  private final Map<String, Long> owed = new ConcurrentHashMap<>();
  private volatile boolean again;

  private Retelling(ClusterRedis redis, Duration life, LongSupplier nanoTime) {
    changes =
        Caffeine.newBuilder()
            .ticker(nanoTime::getAsLong)
            .executor(Runnable::run)
            .maximumSize(MOST)
            .expireAfterWrite(life)
            .build();
    redis.onConnected(() -> again = true);
  }

  /**
   * Knows of no change yet, and remembers 100,000 at most.
   *
   * @param life how long a value is meant to live in Redis; followed live
   */
  public static Retelling of(
      ClusterRedis redis,
      LiveTuning tuning,
      Function<EngineTuning, Duration> life,
      LongSupplier nanoTime) {
    var retelling = new Retelling(redis, remembered(life.apply(tuning.current())), nanoTime);
    tuning.onChange(values -> retelling.remember(remembered(life.apply(values))));
    return retelling;
  }

  private static Duration remembered(Duration life) {
    var longest = Duration.ofMillis(Math.round(life.toMillis() * LONGEST_LIFE));
    return longest.compareTo(SHORTEST) > 0 ? longest : SHORTEST;
  }

  private void remember(Duration life) {
    changes.policy().expireAfterWrite().ifPresent(policy -> policy.setExpiresAfter(life));
  }

  /** A change that was made, here or elsewhere. */
  public void note(String subject, long version) {
    changes.asMap().merge(subject, version, Math::max);
  }

  /** A change that Redis could not be told of. */
  public void owe(String subject, long version) {
    owed.merge(subject, version, Math::max);
  }

  /** The newest version that is remembered of a subject; null when there is none. */
  @Nullable Long newest(String subject) {
    return changes.getIfPresent(subject);
  }

  /**
   * Tells what is to be told. Called a few times a second, by one thread at a time.
   *
   * @param teller tells Redis
   * @throws RedisException when the teller cannot; the rest is told the next time
   */
  public void settle(ObjLongConsumer<String> teller) {
    if (again) {
      again = false;
      changes.asMap().forEach(this::owe);
    }
    owed.forEach(
        (subject, version) -> {
          teller.accept(subject, version);
          owed.remove(subject, version);
        });
  }
}
