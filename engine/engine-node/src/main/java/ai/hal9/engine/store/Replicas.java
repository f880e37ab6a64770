package ai.hal9.engine.store;

import ai.hal9.api.metric.MetricCatalogue;
import ai.hal9.engine.telemetry.Meters;
import ai.hal9.engine.tuning.LiveTuning;
import ai.hal9.engine.tuning.ReadPreference;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Chooses between a shard's primary and its standbys, as {@code database.read_preference} says. The
 * positions of their logs are looked at ten times a second while the preference needs them.
 */
final class Replicas implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Replicas.class);
  private static final Duration LOOK = Duration.ofMillis(100);

  /** A row is committed so long after its id was made, as a rule. */
  private static final long SETTLED_MILLIS = 1_000;

  /** To wait for a standby that is further behind would be in vain. */
  private static final long LAGGING_MILLIS = 500;

  /** How long a bounded read waits for a standby that is about to have replayed enough. */
  private static final int TRIES = 10;

  private static final long TRY_NANOS = Duration.ofMillis(1).toNanos();

  private final List<Replica> replicas;
  private final String region;
  private final Connections primary;
  private final LiveTuning tuning;
  private final PrimaryLog log;
  private final AtomicInteger turn = new AtomicInteger();
  private final Map<ReadPreference, Meters.Count> fromPrimary = new EnumMap<>(ReadPreference.class);
  private final Map<ReadPreference, Meters.Count> fromReplica = new EnumMap<>(ReadPreference.class);
  private final @Nullable ScheduledExecutorService looks;

  /**
   * A choice.
   *
   * @param region the node's
   * @param primary its connections
   * @param log the primary's
   */
  Replicas(
      List<Replica> replicas,
      String region,
      Connections primary,
      PrimaryLog log,
      LiveTuning tuning,
      Meters meters) {
    this.replicas = List.copyOf(replicas);
    this.region = region;
    this.primary = primary;
    this.log = log;
    this.tuning = tuning;
    for (var preference : ReadPreference.values()) {
      var name = preference.name().toLowerCase(Locale.ROOT);
      fromPrimary.put(preference, meters.count(MetricCatalogue.READS, name, "primary"));
      fromReplica.put(preference, meters.count(MetricCatalogue.READS, name, "replica"));
    }
    for (var replica : replicas) {
      meters.gauge(MetricCatalogue.REPLICA_BEHIND, () -> behind(replica), replica.name());
    }
    looks = replicas.isEmpty() ? null : start();
  }

  private ScheduledExecutorService start() {
    var executor =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("replica-watch").factory());
    var _ = executor.scheduleWithFixedDelay(this::look, 0, LOOK.toMillis(), TimeUnit.MILLISECONDS);
    return executor;
  }

  /**
   * Does work that only reads.
   *
   * @param onPrimary the same on the primary
   */
  <T> T read(String operation, Database.Work<T> work, PrimaryWay<T> onPrimary) {
    var preference = preference();
    var done =
        switch (preference) {
          case PRIMARY -> null;
          case REPLICA, NEAREST -> on(chosen(preference), operation, work);
          case BOUNDED_STALENESS -> bounded(operation, work);
        };
    return counted(preference, done, onPrimary);
  }

  /**
   * Finds what never changes once it is there: who has it, has it right, and only where a standby
   * does not have it the primary is asked.
   *
   * @param millis when it was made, since 1970
   */
  <T> Optional<T> find(
      String operation,
      long millis,
      Database.Work<Optional<T>> work,
      PrimaryWay<Optional<T>> onPrimary) {
    var preference = preference();
    var server =
        switch (preference) {
          case PRIMARY -> null;
          case REPLICA, NEAREST -> chosen(preference);
          case BOUNDED_STALENESS -> having(millis + SETTLED_MILLIS);
        };
    var found = on(server, operation, work);
    return counted(preference, found == null || found.isEmpty() ? null : found, onPrimary);
  }

  /** The way to the primary. */
  interface PrimaryWay<T> {
    T ask();
  }

  private <T> T counted(ReadPreference preference, @Nullable T done, PrimaryWay<T> onPrimary) {
    if (done != null) {
      Objects.requireNonNull(fromReplica.get(preference)).increment();
      return done;
    }
    Objects.requireNonNull(fromPrimary.get(preference)).increment();
    return onPrimary.ask();
  }

  private ReadPreference preference() {
    return replicas.isEmpty()
        ? ReadPreference.PRIMARY
        : tuning.current().database().readPreference();
  }

  /** What the standby answers; null where there is none or it fails. */
  private <T> @Nullable T on(@Nullable Replica replica, String operation, Database.Work<T> work) {
    if (replica == null) {
      return null;
    }
    try {
      return replica.pool().use(operation, work);
    } catch (SQLException e) {
      LOG.debug("{} does not answer; the primary is asked", replica.name(), e);
      if (SqlFailures.ofServer(e)) {
        replica.position().lost();
      }
      return null;
    }
  }

  /** Asks the primary how far it is now, and a standby that has come so far. */
  private <T> @Nullable T bounded(String operation, Database.Work<T> work) {
    var replica = furthest();
    if (replica == null || !log.recent(lsn(replica), LAGGING_MILLIS)) {
      return null;
    }
    try {
      var needed = primary.use("read-position", LogPosition::of);
      var found =
          on(
              replica,
              operation,
              connection ->
                  awaited(connection, needed)
                      ? Optional.of(work.on(connection))
                      : Optional.<T>empty());
      return found != null && found.isPresent() ? found.get() : null;
    } catch (SQLException e) {
      throw new StoreException("PostgreSQL does not tell how far it is: " + e.getMessage(), e);
    }
  }

  private static boolean awaited(Connection connection, long needed) throws SQLException {
    for (var i = 0; i < TRIES; i++) {
      if (LogPosition.of(connection) >= needed) {
        return true;
      }
      LockSupport.parkNanos(TRY_NANOS);
    }
    return false;
  }

  private @Nullable Replica chosen(ReadPreference preference) {
    var best = inReach();
    if (best.isEmpty()) {
      return null;
    }
    if (preference == ReadPreference.REPLICA) {
      return best.get(Math.floorMod(turn.getAndIncrement(), best.size()));
    }
    var nearest = best.stream().min(Comparator.comparingDouble(Replicas::distance)).orElseThrow();
    var own = log.seen();
    return own != null && own.roundTripNanos() < distance(nearest) ? null : nearest;
  }

  /** The standbys that answer: those of the node's region, or where it has none all. */
  private List<Replica> inReach() {
    var up = replicas.stream().filter(Replica::up).toList();
    var here = up.stream().filter(replica -> replica.in(region)).toList();
    return here.isEmpty() ? up : here;
  }

  private @Nullable Replica furthest() {
    return inReach().stream().max(Comparator.comparingLong(Replicas::lsn)).orElse(null);
  }

  /** A standby that has what the primary had at that time. */
  private @Nullable Replica having(long millis) {
    var replica = furthest();
    return replica != null && log.covered(lsn(replica), millis) ? replica : null;
  }

  private static double distance(Replica replica) {
    var seen = replica.position().seen();
    return seen == null ? Double.MAX_VALUE : seen.roundTripNanos();
  }

  private static long lsn(Replica replica) {
    var seen = replica.position().seen();
    return seen == null ? -1 : seen.lsn();
  }

  private double behind(Replica replica) {
    var own = log.seen();
    var seen = replica.position().seen();
    return own == null || seen == null ? Double.NaN : Math.max(0, own.lsn() - seen.lsn());
  }

  private void look() {
    if (preference() == ReadPreference.PRIMARY) {
      return;
    }
    Thread.ofVirtual().name("log-position").start(log::look);
    for (var replica : replicas) {
      Thread.ofVirtual().name("log-position").start(replica::look);
    }
  }

  @Override
  public void close() {
    if (looks != null) {
      looks.shutdownNow();
    }
    log.close();
    replicas.forEach(Replica::close);
  }
}
