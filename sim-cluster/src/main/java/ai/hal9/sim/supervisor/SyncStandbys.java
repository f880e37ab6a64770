package ai.hal9.sim.supervisor;

import ai.hal9.sim.cluster.StandbyRule;
import ai.hal9.stores.failure.StoreException;
import ai.hal9.stores.postgres.PostgresServer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides whether commits wait for a standby. While one streams they do. When none has for a second
 * the rule decides: under {@code available} the primary's own sync is enough until one is back, and
 * commits that wait go through; under {@code strict} they wait, and clients are refused in time.
 */
final class SyncStandbys {

  private static final Logger LOG = LoggerFactory.getLogger(SyncStandbys.class);
  private static final Duration LOOK = Duration.ofMillis(500);
  private static final Duration GRACE = Duration.ofSeconds(1);

  private final StandbyRule rule;
  private final List<String> names;
  private final Supplier<PostgresServer> primary;
  private final BooleanSupplier stopping;
  private final Announcer announcer;
  private final ReentrantLock looking = new ReentrantLock();
  private boolean waits;
  private boolean begun;
  private long seenNanos = System.nanoTime();

  private SyncStandbys(
      StandbyRule rule,
      List<String> names,
      Supplier<PostgresServer> primary,
      BooleanSupplier stopping,
      Announcer announcer) {
    this.rule = rule;
    this.names = names;
    this.primary = primary;
    this.stopping = stopping;
    this.announcer = announcer;
  }

  /**
   * Watches the standbys of a running cluster, if it has any and its rule asks for them.
   *
   * @param names of the standbys
   * @param primary the one that runs now
   * @param stopping whether the cluster is being taken down, its standbys first
   */
  static void watch(
      StandbyRule rule,
      List<String> names,
      Supplier<PostgresServer> primary,
      BooleanSupplier stopping,
      Announcer announcer,
      ScheduledExecutorService scheduler) {
    if (rule == StandbyRule.OFF || names.isEmpty()) {
      return;
    }
    var watch = new SyncStandbys(rule, names, primary, stopping, announcer);
    watch.look();
    var _ =
        scheduler.scheduleWithFixedDelay(
            () -> Thread.ofVirtual().name("sync-standbys").start(watch::look),
            LOOK.toMillis(),
            LOOK.toMillis(),
            TimeUnit.MILLISECONDS);
  }

  private void look() {
    if (stopping.getAsBoolean() || !looking.tryLock()) {
      return;
    }
    try {
      var server = primary.get();
      var now = System.nanoTime();
      if (server.streamingStandbys() > 0) {
        seenNanos = now;
        become(server, true);
      } else if (rule == StandbyRule.STRICT) {
        become(server, true);
      } else if (now - seenNanos > GRACE.toNanos()) {
        become(server, false);
      }
    } catch (StoreException e) {
      // It is being started again; what was set before is in force then.
      LOG.debug("the primary does not tell its standbys", e);
    } finally {
      looking.unlock();
    }
  }

  private void become(PostgresServer server, boolean wait) {
    if (begun && waits == wait) {
      return;
    }
    server.commitOn(wait ? names : List.of());
    if (begun) {
      announcer.notice(
          wait
              ? "a standby of PostgreSQL streams again: commits wait for it"
              : "no standby of PostgreSQL is left: commits count once the primary has them");
    }
    begun = true;
    waits = wait;
  }
}
