package ai.hal9.engine.session;

import ai.hal9.api.metric.MetricCatalogue;
import ai.hal9.api.telemetry.EventKind;
import ai.hal9.api.telemetry.TelemetryEvent;
import ai.hal9.engine.cluster.ClusterRedis;
import ai.hal9.engine.session.SessionShelf.Found;
import ai.hal9.engine.telemetry.Events;
import ai.hal9.engine.telemetry.Meters;
import ai.hal9.engine.tuning.LiveTuning;
import io.lettuce.core.RedisException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sessions over a {@link SessionShelf}. */
final class RedisSessions implements Sessions {

  private static final Logger LOG = LoggerFactory.getLogger(RedisSessions.class);
  private static final int TRIES = 5;
  private static final int HASH_BYTES = 32;
  private static final int CONTENT_BYTES = 3 * Long.BYTES + HASH_BYTES;

  /** A session in use is renewed when this share of its life has passed, not at every request. */
  private static final int RENEWALS_A_LIFE = 60;

  private final SessionShelf shelf;
  private final SessionKeys keys;
  private final SessionSeal seal;
  private final Regions regions;
  private final LiveTuning tuning;
  private final Meters meters;
  private final SecureRandom random;
  private final InstantSource clock;
  private final Revocations revocations;
  private final Meters.Timing lookupTime;
  private final Meters.Count migrated;
  private final Meters.Count revoked;
  private final Set<String> metered = ConcurrentHashMap.newKeySet();
  private final ScheduledExecutorService upkeep =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("sessions").factory());
  private volatile Map<String, Integer> counts = Map.of();

  RedisSessions(
      ClusterRedis redis,
      Path keyFile,
      Regions regions,
      LiveTuning tuning,
      Meters meters,
      Events events,
      SecureRandom random,
      InstantSource clock) {
    this.shelf = new SessionShelf(redis);
    this.keys =
        new SessionKeys(
            keyFile,
            what ->
                events.publish(
                    new TelemetryEvent(EventKind.ACCESS, clock.instant(), what, Map.of())));
    this.seal = new SessionSeal(keys, random);
    this.regions = regions;
    this.tuning = tuning;
    this.meters = meters;
    this.random = random;
    this.clock = clock;
    this.revocations = new Revocations(redis, System::nanoTime);
    this.lookupTime = meters.timing(MetricCatalogue.SESSION_LOOKUP_TIME);
    this.migrated = meters.count(MetricCatalogue.SESSIONS_MIGRATED);
    this.revoked = meters.count(MetricCatalogue.SESSIONS_REVOKED);
    meters.gauge(
        MetricCatalogue.SESSIONS_ACTIVE,
        () -> counts.values().stream().mapToInt(Integer::intValue).sum(),
        "all");
  }

  RedisSessions start() {
    var _ = upkeep.scheduleWithFixedDelay(this::keepUp, 0, 1, TimeUnit.SECONDS);
    return this;
  }

  @Override
  public Session.Opened open(UUID user, InetAddress client) {
    var token = SessionToken.random(random);
    var session =
        new Session(
            token.sessionId(),
            user,
            regions.of(client),
            clock.instant().truncatedTo(ChronoUnit.MILLIS));
    var sealed = seal.seal(content(session, token.hash()), name(session));
    var values = tuning.current().session();
    revoked.add(shelf.put(session, sealed, ttl(), values.maxPerUser()));
    return new Session.Opened(session, token);
  }

  @Override
  public Optional<Session> find(SessionToken token) {
    var start = System.nanoTime();
    try {
      var ttl = ttl();
      var least = ttl.minus(ttl.dividedBy(RENEWALS_A_LIFE));
      for (var tries = 1; ; tries++) {
        var found = shelf.find(regions.own(), token.sessionId(), ttl, least);
        if (found == null) {
          return Optional.empty();
        }
        switch (settle(found, token.hash())) {
          case Step.Settled(var session) -> {
            return Optional.of(session);
          }
          case Step.Refused _ -> {
            return Optional.empty();
          }
          case Step.Overtaken(var session) -> {
            LOG.debug("a session was moved while it was looked up");
            if (tries == TRIES) {
              // Found alive each time: it is the user's, wherever others have moved it by now.
              return Optional.of(session);
            }
          }
        }
      }
    } finally {
      lookupTime.recordNanos(System.nanoTime() - start);
    }
  }

  @Override
  public List<Session> of(UUID user) {
    return shelf.list(user).stream()
        .flatMap(
            found ->
                seal
                    .open(found.sealed(), shelf.name(found.region(), found.id()))
                    .map(opened -> session(found, opened.content()))
                    .stream())
        .filter(session -> session.userId().equals(user) && !over(session))
        .toList();
  }

  @Override
  public boolean revoke(UUID user, UUID session) {
    var ended = shelf.revoke(user, session);
    if (ended) {
      revocations.note(session);
      revoked.increment();
    }
    return ended;
  }

  @Override
  public int revokeAll(UUID user, @Nullable UUID keep) {
    var ended = shelf.revokeAll(user, keep);
    ended.forEach(revocations::note);
    revoked.add(ended.size());
    return ended.size();
  }

  @Override
  public Revocations revocations() {
    return revocations;
  }

  @Override
  public void close() {
    upkeep.shutdownNow();
  }

  /** What became of a session that was found. */
  private sealed interface Step {
    /** It is the token's, in this region, under today's key. */
    record Settled(Session session) implements Step {}

    /** It is not the token's, cannot be opened, or has lived its time. */
    record Refused() implements Step {}

    /** It is the token's, but somebody else changed it first: it is to be looked up again. */
    record Overtaken(Session session) implements Step {}
  }

  private Step settle(Found found, byte[] tokenHash) {
    var opened = seal.open(found.sealed(), shelf.name(found.region(), found.id()));
    if (opened.isEmpty()) {
      LOG.warn("A session in region {} cannot be opened and is refused", found.region());
      return new Step.Refused();
    }
    var content = opened.get().content();
    if (!MessageDigest.isEqual(tokenHash, hash(content))) {
      return new Step.Refused();
    }
    var session = session(found, content);
    if (over(session)) {
      revoke(session.userId(), session.id());
      return new Step.Refused();
    }
    var own = regions.own();
    if (opened.get().current() && found.region().equals(own)) {
      return new Step.Settled(session);
    }
    var here = new Session(session.id(), session.userId(), own, session.createdAt());
    if (!shelf.move(found, own, seal.seal(content, name(here)))) {
      return new Step.Overtaken(session);
    }
    if (!found.region().equals(own)) {
      migrated.increment();
    }
    return new Step.Settled(here);
  }

  private void keepUp() {
    try {
      keys.refresh();
      revocations.keepUp();
      counts = shelf.count();
      for (var region : counts.keySet()) {
        if (metered.add(region)) {
          meters.gauge(
              MetricCatalogue.SESSIONS_ACTIVE, () -> counts.getOrDefault(region, 0), region);
        }
      }
    } catch (RedisException e) {
      LOG.debug("Redis is out of reach: sessions are counted later", e);
    } catch (RuntimeException e) {
      LOG.error("The upkeep of sessions failed; please report this", e);
    }
  }

  private Duration ttl() {
    var values = tuning.current().session();
    return values.ttl().compareTo(values.maxAge()) < 0 ? values.ttl() : values.maxAge();
  }

  private boolean over(Session session) {
    var end = session.createdAt().plus(tuning.current().session().maxAge());
    return !clock.instant().isBefore(end);
  }

  private String name(Session session) {
    return shelf.name(session.region(), session.id());
  }

  private static ByteBuffer content(Session session, byte[] hash) {
    return ByteBuffer.allocate(CONTENT_BYTES)
        .putLong(session.userId().getMostSignificantBits())
        .putLong(session.userId().getLeastSignificantBits())
        .putLong(session.createdAt().toEpochMilli())
        .put(hash)
        .flip();
  }

  private static Session session(Found found, ByteBuffer content) {
    return new Session(
        found.id(),
        new UUID(content.getLong(0), content.getLong(Long.BYTES)),
        found.region(),
        Instant.ofEpochMilli(content.getLong(2 * Long.BYTES)));
  }

  private static byte[] hash(ByteBuffer content) {
    var hash = new byte[HASH_BYTES];
    content.get(3 * Long.BYTES, hash);
    return hash;
  }
}
