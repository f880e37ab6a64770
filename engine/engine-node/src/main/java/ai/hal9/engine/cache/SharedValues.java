package ai.hal9.engine.cache;

import ai.hal9.engine.cache.VersionedCache.Place;
import ai.hal9.engine.cluster.ClusterRedis;
import ai.hal9.engine.cluster.Script;
import ai.hal9.engine.resilience.Breaker;
import ai.hal9.engine.tuning.LiveTuning;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.api.async.RedisAsyncCommands;
import java.time.Duration;
import java.util.UUID;
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
 * told on a channel: a message is lines of {@code SUBJECT|VERSION}, after a line that names the
 * teller where that knows already. Each method throws {@link RedisException} when Redis is out of
 * reach or its breaker open.
 */
final class SharedValues implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(SharedValues.class);
  private static final Duration BLOCK = Duration.ofSeconds(3);
  private static final Duration UPKEEP = Duration.ofMillis(200);
  private static final double JITTER = 0.1;

  /** KEYS: version, value. ARGV: version, value, ttl ms. */
  private static final Script<String> FILL =
      Script.ofString(
          """
          local known = redis.call('GET', KEYS[1])
          if known == 'w' or (known and tonumber(known) > tonumber(ARGV[1])) then return '0' end
          redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[3])
          redis.call('SET', KEYS[2], ARGV[2], 'PX', ARGV[3])
          return '1'
          """);

  /** KEYS: version. ARGV: version, ttl ms, channel, message. */
  private static final Script<String> SUPERSEDE =
      Script.ofString(
          """
          local known = redis.call('GET', KEYS[1])
          if not known or known == 'w' or tonumber(known) < tonumber(ARGV[1]) then
            redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
          end
          redis.call('PUBLISH', ARGV[3], ARGV[4])
          return '1'
          """);

  private final String channel;
  private final ClusterRedis redis;
  private final Breaker breaker;
  private final LiveTuning tuning;
  private final GroupedPuts puts;

  /** What a message of this node's puts begins with. */
  private final String greeting = UUID.randomUUID() + "\n";

  SharedValues(String entity, ClusterRedis redis, Breaker breaker, LiveTuning tuning) {
    this.channel = redis.key("changed:" + entity);
    this.redis = redis;
    this.breaker = breaker;
    this.tuning = tuning;
    this.puts = new GroupedPuts(redis, channel, greeting);
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

  /**
   * Puts what was written unless newer is known, tells the other nodes, and returns the version
   * that is there then. Joined with what others put at the same time.
   *
   * @param follows whether it is put only where a version is known; else 0 is returned
   */
  long put(Place place, Versioned value, boolean follows) {
    var entry =
        new GroupedPuts.Entry(
            version(place.subject()),
            redis.key(place.name()),
            place.subject(),
            Long.toString(value.version()),
            line(value),
            ttl(),
            follows);
    return guarded(() -> puts.put(entry));
  }

  /** Makes all of the subject that is older than a version old, and tells of it. */
  void supersede(String subject, long version) {
    var keys = new String[] {version(subject)};
    var _ = run(SUPERSEDE, keys, Long.toString(version), ttl(), channel, subject + "|" + version);
  }

  /** Keeps anything of the subject from being cached for a few seconds. */
  void block(String subject) {
    var _ = ask(commands -> commands.psetex(version(subject), BLOCK.toMillis(), "w"));
  }

  /**
   * Listens for changes but this node's puts, and gives leave to tell what is owed, whenever Redis
   * is there.
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
                } catch (RuntimeException e) {
                  // whatever it is: a loop that ends here would never settle anything again
                  LOG.debug("Redis is out of reach", e);
                }
              }
            },
            0,
            UPKEEP.toMillis(),
            TimeUnit.MILLISECONDS);
    return upkeep::shutdownNow;
  }

  private void heard(String message, ObjLongConsumer<String> changed) {
    if (!message.startsWith(greeting)) {
      message.lines().forEach(line -> change(line, changed));
    }
  }

  private static void change(String line, ObjLongConsumer<String> changed) {
    var bar = line.lastIndexOf('|');
    if (bar >= 0) {
      changed.accept(line.substring(0, bar), Long.parseLong(line, bar + 1, line.length(), 10));
    }
  }

  private String run(Script<String> script, String[] keys, String... values) {
    return guarded(() -> script.run(redis, keys, values));
  }

  private <T> T ask(Function<RedisAsyncCommands<String, String>, RedisFuture<T>> command) {
    return guarded(() -> redis.call(command));
  }

  private <T> T guarded(Supplier<T> work) {
    return breaker.around(
        work, () -> new RedisException("the circuit breaker around Redis is open"));
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

  /** Of values put at the same time not all shall be missed at the same time. */
  private String ttl() {
    return life(tuning);
  }

  /** A life in Redis, in ms: about {@code cache.ttl_seconds}. */
  static String life(LiveTuning tuning) {
    var ttl = tuning.current().cache().ttl().toMillis();
    var spread = 1 + JITTER * (2 * ThreadLocalRandom.current().nextDouble() - 1);
    return Long.toString(Math.max(1, Math.round(ttl * spread)));
  }

  /** Ends what puts; what is put then fails. */
  @Override
  public void close() {
    puts.close();
  }
}
