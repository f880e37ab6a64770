package ai.hal9.engine.store;

import ai.hal9.engine.shard.ShardMap;
import ai.hal9.engine.shard.SlotMask;
import ai.hal9.engine.shard.Slots;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a node's routes up with the cluster's map, twice a second and whenever a row was kept out.
 * Rows are held for a moment only: where nobody is moving them any more, since whoever did was
 * killed, the shard takes them again.
 */
final class ShardFollower implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(ShardFollower.class);
  private static final Duration LOOK = Duration.ofMillis(500);
  private static final Duration LONGEST_HOLD = Duration.ofSeconds(1);

  private final ShardRoutes routes;
  private final LongSupplier nanoTime;
  private final Set<Integer> suspects = ConcurrentHashMap.newKeySet();
  private final ReentrantLock looking = new ReentrantLock();
  private final ScheduledExecutorService looks =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("shard-map").factory());
  private long holdingSince;
  private boolean holding;

  ShardFollower(ShardRoutes routes, LongSupplier nanoTime) {
    this.routes = routes;
    this.nanoTime = nanoTime;
  }

  void start() {
    var _ =
        looks.scheduleWithFixedDelay(
            this::look, LOOK.toMillis(), LOOK.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** A shard has kept out a row; what it keeps out is read at the next look. */
  void suspect(PostgresSignalStore shard) {
    routes
        .byId()
        .forEach(
            (id, known) -> {
              if (known == shard) {
                suspects.add(id);
              }
            });
  }

  /** Looks now; blocks. */
  void look() {
    looking.lock();
    try {
      var first = routes.all().iterator().next();
      if (!first.available()) {
        return;
      }
      var _ =
          first
              .postgres()
              .ask(
                  "shard-map",
                  connection -> {
                    routes.follow(connection);
                    return true;
                  });
      suspects.forEach(routes::lookAtFence);
      if (!routes.holding()) {
        suspects.clear();
        holding = false;
      } else if (!holding) {
        holding = true;
        holdingSince = nanoTime.getAsLong();
      } else if (nanoTime.getAsLong() - holdingSince > LONGEST_HOLD.toNanos()) {
        holdingSince = nanoTime.getAsLong();
        endHold(first);
      }
    } catch (RuntimeException e) {
      LOG.warn("The shard map is looked at later: {}", e.getMessage());
    } finally {
      looking.unlock();
    }
  }

  private void endHold(PostgresSignalStore first) {
    var _ = first.postgres().ask("end-hold", this::endHold);
  }

  private boolean endHold(Connection connection) throws SQLException {
    if (!ShardCatalogue.lock(connection)) {
      return false;
    }
    try {
      var map = ShardCatalogue.map(connection);
      for (var id : Set.copyOf(suspects)) {
        var shard = routes.byId().get(id);
        if (shard != null) {
          LOG.warn("Nobody moves slots of shard {} any more: it takes their signals again", id);
          var _ =
              shard
                  .postgres()
                  .ask(
                      "end-hold",
                      own -> {
                        SlotFence.raise(own, owned(map, id));
                        return true;
                      });
        }
      }
      return true;
    } finally {
      ShardCatalogue.unlock(connection);
    }
  }

  private static SlotMask owned(ShardMap map, int shard) {
    var slots = new TreeSet<Integer>();
    for (var slot = 0; slot < Slots.COUNT; slot++) {
      if (map.owner(slot) == shard) {
        slots.add(slot);
      }
    }
    return SlotMask.of(slots);
  }

  @Override
  public void close() {
    looks.shutdownNow();
  }
}
