package ai.hal9.sim.supervisor;

import ai.hal9.api.tuning.DurationText;
import ai.hal9.sim.cluster.Failover;
import ai.hal9.sim.cluster.StandbyRule;
import ai.hal9.stores.failure.StoreException;
import ai.hal9.stores.postgres.PostgresServer;
import ai.hal9.stores.postgres.Shipping;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides whether commits wait for a standby, by a rule that may change. Under {@code off} they
 * never do. Else, while some stream they wait for one of those, and when none has for a second the
 * rule decides: under {@code available} the primary's own sync is enough until one is back, and
 * commits that wait go through; under {@code strict} they wait, and clients are refused in time.
 *
 * <p>By that it also knows who may take the primary's place. A commit is acknowledged once one of
 * the standbys waited for has it, so all that were waited for have it together, and the most
 * advanced of them has it alone. That begins when one of them has all that was written before the
 * wait was in force.
 */
final class SyncStandbys implements PostgresGroup.Heirs {

  private static final Logger LOG = LoggerFactory.getLogger(SyncStandbys.class);
  private static final Duration LOOK = Duration.ofMillis(500);
  private static final Duration GRACE = Duration.ofSeconds(1);

  /** By then every process of the server has taken in what it was told. */
  private static final Duration IN_FORCE = Duration.ofSeconds(1);

  /** More than the time between two looks, unless this process itself was stopped. */
  private static final Duration STOPPED = Duration.ofSeconds(3);

  private final Supplier<StandbyRule> rule;
  private final Failover failover;
  private final PostgresGroup postgres;
  private final BooleanSupplier stopping;
  private final Announcer announcer;
  private final ReentrantLock looking = new ReentrantLock();
  private final Map<String, Long> streamedAt = new HashMap<>();

  private @Nullable PostgresServer watched;
  private long watchedAt;
  private Set<String> waitedFor = Set.of();
  private boolean inForce;
  private long setAt;
  private @Nullable StandbyRule judgedBy;
  private boolean told;
  private boolean waits;
  private long lookedAt = System.nanoTime();
  private long answeredAt = System.nanoTime();

  /** What one of those waited for must have before they are heirs; -1 while that is not known. */
  private long before = -1;

  private volatile Set<String> heirs = Set.of();

  private SyncStandbys(
      Supplier<StandbyRule> rule,
      Failover failover,
      PostgresGroup postgres,
      BooleanSupplier stopping,
      Announcer announcer) {
    this.rule = rule;
    this.failover = failover;
    this.postgres = postgres;
    this.stopping = stopping;
    this.announcer = announcer;
  }

  /**
   * Watches the standbys of a running PostgreSQL, if it has any.
   *
   * @param rule the one that holds now
   * @param failover whether one of them may take the primary's place
   * @param stopping whether the cluster is being taken down, its standbys first
   */
  static void watch(
      Supplier<StandbyRule> rule,
      Failover failover,
      PostgresGroup postgres,
      BooleanSupplier stopping,
      Announcer announcer,
      ScheduledExecutorService scheduler) {
    if (postgres.followers().isEmpty()) {
      return;
    }
    var watch = new SyncStandbys(rule, failover, postgres, stopping, announcer);
    watch.look();
    if (failover.on()) {
      postgres.succeedBy(watch);
    }
    var _ =
        scheduler.scheduleWithFixedDelay(
            () -> Thread.ofVirtual().name("sync-standbys").start(watch::look),
            LOOK.toMillis(),
            LOOK.toMillis(),
            TimeUnit.MILLISECONDS);
  }

  @Override
  public Set<String> names() {
    return stopping.getAsBoolean() ? Set.of() : heirs;
  }

  @Override
  public List<String> quorum(List<String> others) {
    return rule.get() == StandbyRule.STRICT ? others : List.of();
  }

  private void look() {
    if (stopping.getAsBoolean() || !looking.tryLock()) {
      return;
    }
    try {
      var server = postgres.server();
      if (server != watched) {
        begin(server);
      }
      try {
        judge(server, server.shipping());
        answeredAt = System.nanoTime();
      } catch (StoreException e) {
        // It hangs, or is being started again; what was set before is in force then.
        LOG.debug("the primary does not tell its standbys", e);
        silent(server);
      }
    } finally {
      lookedAt = System.nanoTime();
      looking.unlock();
    }
  }

  private void begin(PostgresServer server) {
    heirs = Set.of();
    watched = server;
    watchedAt = System.nanoTime();
    answeredAt = watchedAt;
    waitedFor = Set.of();
    inForce = false;
    before = -1;
    streamedAt.clear();
  }

  private void judge(PostgresServer server, Shipping shipping) {
    var now = System.nanoTime();
    shipping.synced().keySet().forEach(name -> streamedAt.put(name, now));
    var streaming =
        streamedAt.entrySet().stream()
            .filter(seen -> now - seen.getValue() <= GRACE.toNanos())
            .map(Map.Entry::getKey)
            .collect(Collectors.toCollection(TreeSet::new));
    var present = rule.get();
    var changed = present != judgedBy;
    var wanted = wanted(present, streaming);
    if (!inForce && wanted.isEmpty() && now - watchedAt <= GRACE.toNanos()) {
      return;
    }
    if (!inForce || !wanted.equals(waitedFor)) {
      waitFor(server, wanted, changed);
    } else if (before < 0 && now - setAt > IN_FORCE.toNanos()) {
      before = shipping.written();
    }
    judgedBy = present;
    if (before >= 0
        && heirs.isEmpty()
        && shipping.synced().values().stream().anyMatch(synced -> synced >= before)) {
      heirs = waitedFor;
    }
  }

  private Set<String> wanted(StandbyRule present, Set<String> streaming) {
    return switch (present) {
      case OFF -> Set.of();
      case AVAILABLE -> Set.copyOf(streaming);
      case STRICT ->
          Set.copyOf(streaming.isEmpty() ? postgres.followerNames() : List.copyOf(streaming));
    };
  }

  private void waitFor(PostgresServer server, Set<String> names, boolean ordered) {
    heirs = Set.of();
    before = -1;
    server.commitOn(names.stream().sorted().toList());
    setAt = System.nanoTime();
    waitedFor = names;
    inForce = true;
    if (told && !ordered && waits == names.isEmpty()) {
      announcer.notice(
          names.isEmpty()
              ? "no standby of PostgreSQL is left: commits count once the primary has them"
              : "a standby of PostgreSQL streams again: commits wait for it");
    }
    told = true;
    waits = !names.isEmpty();
  }

  private void silent(PostgresServer server) {
    var now = System.nanoTime();
    if (now - lookedAt > STOPPED.toNanos()) {
      // This process was stopped itself.
      answeredAt = now;
    }
    if (now - answeredAt > failover.after().toNanos()
        && server.process().alive()
        && failover.on()
        && !names().isEmpty()) {
      announcer.notice(
          "%s has not answered for %s: it is ended"
              .formatted(server.process(), DurationText.format(failover.after())));
      server.process().kill();
    }
  }
}
