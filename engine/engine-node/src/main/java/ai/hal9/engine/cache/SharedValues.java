package ai.hal9.engine.cache;

import ai.hal9.engine.cache.VersionedCache.Place;
import ai.hal9.engine.cluster.ClusterRedis;
import ai.hal9.engine.resilience.Breaker;
import ai.hal9.engine.tuning.LiveTuning;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.RedisNoScriptException;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.async.RedisAsyncCommands;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.ObjLongConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Values in Redis, as {@code VERSION|TEXT} under their name, and the newest version known of their
 * subject under {@code SUBJECT:version}, or {@code w} while it is being changed. Every change is
 * told on a channel as {@code SUBJECT|VERSION}. Each method throws {@link RedisException} when
 * Redis is out of reach or its breaker open.
 */
final class SharedValues {

  private static final Logger LOG = LoggerFactory.getLogger(SharedValues.class);
  private static final Duration BLOCK = Duration.ofSeconds(3);
  private static final Duration UPKEEP = Duration.ofMillis(200);
  private static final double JITTER = 0.1;

  /** KEYS: version, value. ARGV: version, value, ttl ms. */
  private static final String FILL =
      """
      local known = redis.call('GET', KEYS[1])
      if known == 'w' or (known and tonumber(known) > tonumber(ARGV[1])) then return '0' end
      redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[3])
      redis.call('SET', KEYS[2], ARGV[2], 'PX', ARGV[3])
      return '1'
      """;

  /** KEYS: version, value. ARGV: version, value, ttl ms, channel, message. Returns a version. */
  private static final String PUT =
      """
      local known = redis.call('GET', KEYS[1])
      if known and known ~= 'w' and tonumber(known) > tonumber(ARGV[1]) then return known end
      redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[3])
      redis.call('SET', KEYS[2], ARGV[2], 'PX', ARGV[3])
      redis.call('PUBLISH', ARGV[4], ARGV[5])
      return ARGV[1]
      """;

  /** KEYS: version. ARGV: version, ttl ms, channel, message. */
  private static final String SUPERSEDE =
      """
      local known = redis.call('GET', KEYS[1])
      if not known or known == 'w' or tonumber(known) < tonumber(ARGV[1]) then
        redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
      end
      redis.call('PUBLISH', ARGV[3], ARGV[4])
      return '1'
      """;

  private final String channel;
  private final ClusterRedis redis;
  private final Breaker breaker;
  private final LiveTuning tuning;
  private final Map<String, String> digests = new ConcurrentHashMap<>();

  SharedValues(String entity, ClusterRedis redis, Breaker breaker, LiveTuning tuning) {
    this.channel = redis.key("changed:" + entity);
    this.redis = redis;
    this.breaker = breaker;
    this.tuning = tuning;
  }

  /** The value, unless it is old, missing or being changed. */
  @Nullable Versioned get(Place place) {
    var keys = keys(place);
    var found = ask(commands -> commands.mget(keys));
    var newest = found.getFirst();
    var value = found.getLast();
    if (!newest.hasValue() || !value.hasValue() || newest.getValue().equals("w")) {
      return null;
    }
    var text = value.getValue();
    var bar = text.indexOf('|');
    var version = Long.parseLong(text, 0, bar, 10);
    return version < Long.parseLong(newest.getValue())
        ? null
        : new Versioned(version, text.substring(bar + 1));
  }

  /** Puts what was read from PostgreSQL, unless newer is known. */
  void fill(Place place, Versioned value) {
    var keys = keys(place);
    var _ = run(FILL, keys, Long.toString(value.version()), line(value), ttl());
  }

  /** Puts what was written, tells of it, and returns the version that is there then. */
  long put(Place place, Versioned value) {
    var keys = keys(place);
    var there =
        run(
            PUT,
            keys,
            Long.toString(value.version()),
            line(value),
            ttl(),
            channel,
            message(place.subject(), value.version()));
    return Long.parseLong(there);
  }

  /** Makes all of the subject that is older than a version old, and tells of it. */
  void supersede(String subject, long version) {
    var keys = new String[] {version(subject)};
    var _ = run(SUPERSEDE, keys, Long.toString(version), ttl(), channel, message(subject, version));
  }

  /** Keeps anything of the subject from being cached for a few seconds. */
  void block(String subject) {
    var _ = ask(commands -> commands.psetex(version(subject), BLOCK.toMillis(), "w"));
  }

  /**
   * Listens for changes, and gives leave to tell what is owed, whenever Redis is there.
   *
   * @return ends both
   */
  AutoCloseable follow(ObjLongConsumer<String> changed, Runnable settle) {
    var upkeep =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("cache-upkeep").factory());
    var _ =
        upkeep.scheduleWithFixedDelay(
            new Runnable() {
              private boolean listening;

              @Override
              public void run() {
                try {
                  if (!listening) {
                    redis.listen(channel, message -> heard(message, changed));
                    listening = true;
                  }
                  settle.run();
                } catch (RedisException e) {
                  LOG.debug("Redis is out of reach", e);
                }
              }
            },
            0,
            UPKEEP.toMillis(),
            TimeUnit.MILLISECONDS);
    return upkeep::shutdownNow;
  }

  private static void heard(String message, ObjLongConsumer<String> changed) {
    var bar = message.lastIndexOf('|');
    changed.accept(
        message.substring(0, bar), Long.parseLong(message, bar + 1, message.length(), 10));
  }

  /** Runs a script by its digest, and sends it where Redis does not have it yet. */
  private String run(String script, String[] keys, String... values) {
    return guarded(
        () -> {
          try {
            return redis.<String>call(
                commands ->
                    commands.evalsha(
                        digests.computeIfAbsent(script, commands::digest),
                        ScriptOutputType.VALUE,
                        keys,
                        values));
          } catch (RedisNoScriptException e) {
            return redis.<String>call(
                commands -> commands.eval(script, ScriptOutputType.VALUE, keys, values));
          }
        });
  }

  private <T> T ask(Function<RedisAsyncCommands<String, String>, RedisFuture<T>> command) {
    return guarded(() -> redis.call(command));
  }

  private <T> T guarded(Supplier<T> work) {
    var permit = breaker.tryAcquire();
    if (permit == null) {
      throw new RedisException("the circuit breaker around Redis is open");
    }
    var answered = false;
    try {
      var answer = work.get();
      answered = true;
      return answer;
    } finally {
      if (answered) {
        permit.succeeded();
      } else {
        permit.failed();
      }
    }
  }

  private String[] keys(Place place) {
    return new String[] {version(place.subject()), redis.key(place.name())};
  }

  private String version(String subject) {
    return redis.key(subject + ":version");
  }

  private static String line(Versioned value) {
    return value.version() + "|" + value.text();
  }

  private static String message(String subject, long version) {
    return subject + "|" + version;
  }

  /** Of values put at the same time not all shall be missed at the same time. */
  private String ttl() {
    var ttl = tuning.current().cache().ttl().toMillis();
    var spread = 1 + JITTER * (2 * ThreadLocalRandom.current().nextDouble() - 1);
    return Long.toString(Math.max(1, Math.round(ttl * spread)));
  }
}
