package ai.hal9.engine.account;

import ai.hal9.api.metric.MetricCatalogue;
import ai.hal9.api.signal.Priority;
import ai.hal9.engine.account.Caller.Kind;
import ai.hal9.engine.account.UserCache.Answer;
import ai.hal9.engine.resilience.Breaker;
import ai.hal9.engine.resilience.ParallelLimit;
import ai.hal9.engine.session.Session;
import ai.hal9.engine.session.SessionToken;
import ai.hal9.engine.session.Sessions;
import ai.hal9.engine.store.StoreException;
import ai.hal9.engine.telemetry.Meters;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.lettuce.core.RedisException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Callers found in the stores and remembered for less than a second, counted from when the store
 * that answered was asked: even a node that hears of no revocation obeys it within that time. A
 * token in steady use is looked up again before its time is over, beside the requests, so that none
 * of them waits.
 */
final class KnownCallers implements Callers {

  private static final Logger LOG = LoggerFactory.getLogger(KnownCallers.class);
  private static final String SCHEME = "Bearer ";
  private static final long LIFE_NANOS = Duration.ofMillis(900).toNanos();
  private static final long REFRESH_NANOS = Duration.ofMillis(450).toNanos();
  private static final long MOST = 20_000;
  private static final int MOST_LOOKUPS = 4;
  private static final int MOST_WAITING = 256;
  private static final Duration USE_NOTED_EVERY = Duration.ofMinutes(1);

  private final Sessions sessions;
  private final Breaker sessionBreaker;
  private final UserCache users;
  private final ApiKeyTable keys;
  private final InstantSource clock;
  private final LongSupplier nanoTime;
  private final Executor virtualThreads;
  private final Cache<String, Entry> entries;
  private final Cache<UUID, Boolean> noted =
      Caffeine.newBuilder().maximumSize(MOST).expireAfterWrite(USE_NOTED_EVERY).build();

  /** Made-up keys must not take the database's connections from the signals. */
  private final ParallelLimit keyLookups = new ParallelLimit(MOST_LOOKUPS, MOST_WAITING);

  private final Meters.Count local;
  private final Meters.Count stored;
  private final Meters.Count missing;
  private final Meters.Count failed;

  private record Entry(Caller caller, long askedAt, AtomicBoolean refreshing) {}

  KnownCallers(
      Accounts.Surroundings around, UserCache users, ApiKeyTable keys, Executor virtualThreads) {
    this.sessions = around.sessions();
    this.sessionBreaker = around.sessionBreaker();
    this.users = users;
    this.keys = keys;
    this.clock = around.clock();
    this.nanoTime = around.nanoTime();
    this.virtualThreads = virtualThreads;
    this.entries =
        Caffeine.newBuilder()
            .ticker(nanoTime::getAsLong)
            .executor(Runnable::run)
            .maximumSize(MOST)
            .expireAfterWrite(Duration.ofNanos(LIFE_NANOS))
            .build();
    var meters = around.meters();
    local = meters.count(MetricCatalogue.SESSION_LOOKUPS, "local");
    stored = meters.count(MetricCatalogue.SESSION_LOOKUPS, "redis");
    missing = meters.count(MetricCatalogue.SESSION_LOOKUPS, "missing");
    failed = meters.count(MetricCatalogue.SESSION_LOOKUPS, "failed");
  }

  @Override
  public @Nullable Caller lately(String authorization) {
    var entry = entries.getIfPresent(authorization);
    if (entry == null) {
      return null;
    }
    var age = nanoTime.getAsLong() - entry.askedAt;
    if (age > LIFE_NANOS || sessions.revocations().contains(entry.caller.credential())) {
      return null;
    }
    if (age > REFRESH_NANOS && entry.refreshing.compareAndSet(false, true)) {
      virtualThreads.execute(() -> find(authorization));
    }
    local.increment();
    return entry.caller;
  }

  @Override
  public Verdict find(String authorization) {
    try {
      var found = ask(authorization);
      var caller = found.map(Answer::value);
      if (caller.isEmpty() || sessions.revocations().contains(caller.get().credential())) {
        missing.increment();
        entries.invalidate(authorization);
        return new Verdict.Unknown();
      }
      stored.increment();
      entries.put(
          authorization, new Entry(caller.get(), found.get().askedAt(), new AtomicBoolean()));
      return new Verdict.Known(caller.get());
    } catch (RedisException | StoreException e) {
      failed.increment();
      LOG.debug("a token cannot be looked up", e);
      return new Verdict.Unavailable();
    }
  }

  private Optional<Answer<Caller>> ask(String authorization) {
    if (!authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
      return Optional.empty();
    }
    var token = authorization.substring(SCHEME.length()).strip();
    var session = SessionToken.parse(token);
    if (session.isPresent()) {
      return ofSession(session.get());
    }
    return ApiKeyText.parse(token).flatMap(this::ofKey);
  }

  private Optional<Answer<Caller>> ofSession(SessionToken token) {
    var askedAt = nanoTime.getAsLong();
    return sessionBreaker
        .around(
            () -> sessions.find(token),
            () -> new RedisException("the circuit breaker around the sessions' Redis is open"))
        .map(session -> new Answer<>(caller(session), askedAt));
  }

  private Optional<Answer<Caller>> ofKey(ApiKeyText text) {
    if (!keyLookups.tryAcquire(Priority.NORMAL)) {
      throw new StoreException("too many API keys are looked up at once");
    }
    try {
      return asked(text);
    } finally {
      keyLookups.release();
    }
  }

  private Optional<Answer<Caller>> asked(ApiKeyText text) {
    var hash = text.hash();
    var keys = users.keys(text.user());
    return keys.value().stream()
        .filter(entry -> MessageDigest.isEqual(HexFormat.of().parseHex(entry.hash()), hash))
        .findFirst()
        .map(
            entry -> {
              noteUse(entry.key().id());
              var caller = new Caller(text.user(), entry.key().id(), Kind.API_KEY);
              return new Answer<>(caller, keys.askedAt());
            });
  }

  private void noteUse(UUID key) {
    if (noted.asMap().putIfAbsent(key, true) == null) {
      virtualThreads.execute(
          () -> {
            try {
              keys.used(key, clock.instant());
            } catch (StoreException e) {
              LOG.debug("the use of a key stays unnoted", e);
            }
          });
    }
  }

  private static Caller caller(Session session) {
    return new Caller(session.userId(), session.id(), Kind.SESSION);
  }
}
