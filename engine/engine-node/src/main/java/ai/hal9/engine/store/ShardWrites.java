package ai.hal9.engine.store;

import ai.hal9.engine.shard.Slots;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Writes that wait for their commit, each where its rows are taken. */
final class ShardWrites {

  private static final long HOLD_NANOS = Duration.ofMillis(10).toNanos();

  private final ShardRoutes routes;
  private final ShardFollower follower;
  private final AtOnce atOnce;
  private final LongSupplier nanoTime;

  ShardWrites(ShardRoutes routes, ShardFollower follower, AtOnce atOnce, LongSupplier nanoTime) {
    this.routes = routes;
    this.follower = follower;
    this.atOnce = atOnce;
    this.nanoTime = nanoTime;
  }

  /** Writes rows of one shard's. */
  interface Writing {
    void to(PostgresSignalStore shard, List<Tuple> rows);
  }

  /**
   * Writes each row where it is taken, all shards side by side.
   *
   * @throws StoreException when one fails; the others may have written theirs
   */
  void byShard(List<Tuple> rows, Writing writing) {
    var parts = new IdentityHashMap<PostgresSignalStore, List<Tuple>>();
    for (var row : rows) {
      parts.computeIfAbsent(taker(Slots.of(row.id())), shard -> new ArrayList<>()).add(row);
    }
    var _ =
        atOnce.ask(
            each(
                parts.keySet(),
                shard -> {
                  try {
                    writing.to(shard, parts.getOrDefault(shard, List.of()));
                  } catch (StoreException e) {
                    if (e.ofSlot()) {
                      follower.suspect(shard);
                      follower.look();
                    }
                    throw e;
                  }
                }));
  }

  /** Does work where a slot's rows are taken, waiting while the slot moves. */
  <T> T onceTaken(int slot, Function<PostgresSignalStore, T> work) {
    var end = nanoTime.getAsLong() + RowBuffer.PATIENCE.toNanos();
    while (true) {
      var over = nanoTime.getAsLong() > end;
      var shard = over ? taker(slot) : routes.taker(slot);
      if (shard != null) {
        try {
          return work.apply(shard);
        } catch (StoreException e) {
          if (!e.ofSlot() || over) {
            throw e;
          }
          follower.suspect(shard);
        }
      } else if (!routes.held(slot)) {
        return work.apply(taker(slot));
      }
      LockSupport.parkNanos(HOLD_NANOS);
      follower.look();
    }
  }

  private PostgresSignalStore taker(int slot) {
    return known(slot, routes.taker(slot));
  }

  /**
   * The shard of a slot.
   *
   * @throws StoreException when there is none now
   */
  static PostgresSignalStore known(int slot, @Nullable PostgresSignalStore shard) {
    if (shard == null) {
      throw new StoreException("no shard takes slot %d now".formatted(slot));
    }
    return shard;
  }

  /** Questions that do some work on each shard. */
  static List<Supplier<Boolean>> each(
      Collection<PostgresSignalStore> shards, Consumer<PostgresSignalStore> work) {
    return shards.stream()
        .<Supplier<Boolean>>map(
            shard ->
                () -> {
                  work.accept(shard);
                  return true;
                })
        .toList();
  }
}
