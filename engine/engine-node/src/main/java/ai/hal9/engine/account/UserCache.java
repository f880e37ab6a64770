package ai.hal9.engine.account;

import ai.hal9.api.metric.MetricCatalogue;
import ai.hal9.engine.cache.Retelling;
import ai.hal9.engine.cluster.ClusterRedis;
import ai.hal9.engine.cluster.Script;
import ai.hal9.engine.resilience.Breaker;
import ai.hal9.engine.telemetry.Meters;
import ai.hal9.engine.tuning.LiveTuning;
import io.lettuce.core.RedisException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * {@code user:{id}} and {@code user:{id}:api_keys} in Redis, read through from PostgreSQL. Who
 * misses takes a lease, and fills only while nobody changed the user since (Nishtala et al.,
 * "Scaling Memcache at Facebook", 2013, section 3.2.1): a value read before a change is never put
 * back after it. A change that Redis could not be told, or may have lost, it is told again. Without
 * Redis, or while its breaker is open, PostgreSQL is asked every time.
 */
final class UserCache implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(UserCache.class);
  private static final Duration UPKEEP = Duration.ofMillis(200);
  private static final TypeReference<List<ApiKeyTable.Entry>> KEYS = new TypeReference<>() {};
  private static final TypeReference<User> USER = new TypeReference<>() {};
  private static final JsonMapper JSON = new JsonMapper();

  /** KEYS: value, lease. ARGV: lease. */
  private static final Script<String> READ =
      Script.ofString(
          """
          local value = redis.call('GET', KEYS[1])
          if not value then redis.call('SET', KEYS[2], ARGV[1], 'PX', 10000) end
          return value
          """);

  /** KEYS: value, lease. ARGV: lease, value, ttl ms. */
  private static final Script<Long> FILL =
      Script.ofNumber(
          """
          if redis.call('GET', KEYS[2]) == ARGV[1] then
            redis.call('SET', KEYS[1], ARGV[2], 'PX', ARGV[3])
            redis.call('DEL', KEYS[2])
          end
          return 0
          """);

  private final ClusterRedis redis;
  private final UserTable users;
  private final ApiKeyTable keys;
  private final Breaker breaker;
  private final LiveTuning tuning;
  private final LongSupplier nanoTime;
  private final Retelling retelling;
  private final ScheduledExecutorService upkeep =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("user-cache").factory());
  private final Looked userLooks;
  private final Looked keyLooks;

  /**
   * What a store answered.
   *
   * @param askedAt when the store that answered was asked: from then on it may have changed
   */
  record Answer<T extends @Nullable Object>(T value, long askedAt) {}

  /** What look-ups of one kind are counted by. */
  private record Looked(Meters.Count hits, Meters.Count misses) {
    static Looked at(String entity, Meters meters) {
      return new Looked(
          meters.count(MetricCatalogue.ENTITY_HITS, entity, "redis"),
          meters.count(MetricCatalogue.ENTITY_MISSES, entity));
    }
  }

  UserCache(Accounts.Surroundings around, UserTable users, ApiKeyTable keys) {
    this.redis = around.cache();
    this.breaker = around.cacheBreaker();
    this.users = users;
    this.keys = keys;
    this.tuning = around.tuning();
    this.nanoTime = around.nanoTime();
    this.userLooks = Looked.at("user", around.meters());
    this.keyLooks = Looked.at("api_keys", around.meters());
    this.retelling = Retelling.of(redis, tuning, values -> values.redis().ttl(), nanoTime);
    var _ =
        upkeep.scheduleWithFixedDelay(
            this::settle, UPKEEP.toMillis(), UPKEEP.toMillis(), TimeUnit.MILLISECONDS);
  }

  Optional<User> user(UUID id) {
    return Optional.ofNullable(
        through(
                user(id, ""),
                USER,
                userLooks,
                () -> users.byId(id).map(UserTable.Entry::user).orElse(null))
            .value());
  }

  Answer<List<ApiKeyTable.Entry>> keys(UUID id) {
    var found = through(user(id, ":api_keys"), KEYS, keyLooks, () -> good(id));
    return new Answer<>(Objects.requireNonNullElse(found.value(), List.of()), found.askedAt());
  }

  /** No keys are not remembered: anybody can ask for the keys of users there never were. */
  private @Nullable List<ApiKeyTable.Entry> good(UUID id) {
    var found = keys.of(id);
    return found.isEmpty() ? null : found;
  }

  /**
   * Forgets what it has of a user. To be called once the change is committed.
   *
   * @throws RedisException when Redis is out of reach: then what it has may be served until Redis
   *     is back and was told
   */
  void changed(UUID id) {
    var when = nanoTime.getAsLong();
    retelling.note(id.toString(), when);
    try {
      forget(id);
    } catch (RedisException e) {
      retelling.owe(id.toString(), when);
      throw e;
    }
  }

  private void forget(UUID id) {
    var user = user(id, "");
    var apiKeys = user(id, ":api_keys");
    redis.call(commands -> commands.del(user, lease(user), apiKeys, lease(apiKeys)));
  }

  private void settle() {
    try {
      retelling.settle((id, when) -> forget(UUID.fromString(id)));
    } catch (RuntimeException e) {
      // whatever it is: a loop that ends here would never settle anything again
      LOG.debug("Redis is out of reach", e);
    }
  }

  /** Ends the telling of what Redis does not know. */
  @Override
  public void close() {
    upkeep.shutdownNow();
  }

  private <T> Answer<@Nullable T> through(
      String key, TypeReference<T> type, Looked looked, Supplier<@Nullable T> load) {
    var lease = UUID.randomUUID().toString();
    var names = new String[] {key, lease(key)};
    var reachable = true;
    var askedAt = nanoTime.getAsLong();
    try {
      var cached = cached(names, lease, type);
      if (cached != null) {
        looked.hits().increment();
        return new Answer<>(cached, askedAt);
      }
    } catch (RedisException e) {
      reachable = false;
    }
    looked.misses().increment();
    askedAt = nanoTime.getAsLong();
    var loaded = load.get();
    if (loaded != null && reachable) {
      fill(names, lease, loaded);
    }
    return new Answer<>(loaded, askedAt);
  }

  private <T> @Nullable T cached(String[] names, String lease, TypeReference<T> type) {
    @Nullable String cached = guarded(READ, names, lease);
    try {
      return cached == null ? null : JSON.readValue(cached, type);
    } catch (JacksonException e) {
      return null;
    }
  }

  private void fill(String[] names, String lease, Object loaded) {
    var value = JSON.writeValueAsString(loaded);
    var ttl = Long.toString(tuning.current().redis().ttl().toMillis());
    try {
      var _ = guarded(FILL, names, lease, value, ttl);
    } catch (RedisException e) {
      // The next look-up asks PostgreSQL again.
    }
  }

  private <T> T guarded(Script<T> script, String[] names, String... values) {
    return breaker.around(
        () -> script.run(redis, names, values),
        () -> new RedisException("the circuit breaker around Redis is open"));
  }

  private String user(UUID id, String what) {
    return redis.key("user:" + id + what);
  }

  private static String lease(String key) {
    return key + ":lease";
  }
}
