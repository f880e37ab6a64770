package ai.hal9.engine.reshard;

import ai.hal9.engine.shard.ShardMap;
import ai.hal9.engine.shard.SlotMask;
import ai.hal9.engine.shard.Slots;
import ai.hal9.engine.store.ShardCatalogue;
import ai.hal9.engine.store.ShardSchema;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.locks.LockSupport;

/**
 * Adds a shard. What it takes from each of the others is copied while they serve; then that shard
 * keeps out rows of what moves, the rest is copied, the map's next version says where it lies now,
 * and what was copied is compared and deleted where it was. Whatever ends it, it goes on from there
 * when it is run again; one at a time runs in a cluster.
 */
public final class Resharding {

  /**
   * What nodes are waited for.
   *
   * @param known until every node has opened its pool to a new shard
   * @param settled until no node reads any more where rows were
   */
  public record Pace(Duration known, Duration settled) {

    /** Several times what a node takes. */
    public static final Pace STANDARD = new Pace(Duration.ofSeconds(3), Duration.ofSeconds(2));
  }

  private final Servers servers;
  private final Progress progress;
  private final Steps steps;
  private final Pace pace;
  private final InstantSource clock;

  /**
   * A resharding, not yet begun.
   *
   * @param progress told how far it is, for people
   * @param steps told each step
   */
  public Resharding(
      Servers servers, Progress progress, Steps steps, Pace pace, InstantSource clock) {
    this.pace = pace;
    this.servers = servers;
    this.progress = progress;
    this.steps = steps;
    this.clock = clock;
  }

  /** Who is told how far it is. */
  public interface Progress {

    /** A step begins or ends. */
    void step(String text);

    /** So many rows of a shard are copied or compared so far. */
    void rows(String what, long rows);

    /** Tells nobody. */
    Progress NONE =
        new Progress() {
          @Override
          public void step(String text) {}

          @Override
          public void rows(String what, long rows) {}
        };
  }

  /** Between these a resharding may end and go on later. */
  public enum Step {
    /** The shard is known to the cluster. */
    BEGUN,
    /** What is added is noted. */
    NOTING,
    /** A page has been copied. */
    COPIED,
    /** Rows of what moves are kept out. */
    HELD,
    /** All there is of it is copied. */
    CAUGHT_UP,
    /** The map says where they lie now. */
    SWITCHED,
    /** A page is compared and deleted. */
    DELETED,
    /** All is compared and deleted. */
    COMPARED
  }

  /** Told of each step as it is reached. */
  @FunctionalInterface
  public interface Steps {
    void reached(Step step);

    /** Takes no note. */
    Steps NONE = step -> {};
  }

  private ShardCatalogue.Entry entry(Connection first, int shard) throws SQLException {
    return servers
        .entry(first, shard)
        .orElseThrow(() -> new ReshardingException("nobody knows where shard " + shard + " is"));
  }

  /**
   * Adds the shard, or goes on with the one that was begun.
   *
   * @throws SQLException when a server fails; run it again then
   * @throws ReshardingException when it cannot be done
   */
  public List<Moved> add(ShardCatalogue.Entry fresh) throws SQLException {
    try (var first = servers.open(servers.first())) {
      if (!ShardCatalogue.lock(first)) {
        throw new ReshardingException("another resharding of this cluster is under way");
      }
      var begun = ShardCatalogue.unfinished(first).filter(other -> other.id() != fresh.id());
      begun.ifPresent(
          other -> progress.step("goes on with shard " + other.id() + ", begun before"));
      var entry = begun.orElse(fresh);
      try (var target = servers.open(entry)) {
        ShardSchema.prepare(servers.source(entry), clock.instant());
        begin(first, entry);
        steps.reached(Step.BEGUN);
        var moved = new ArrayList<Moved>();
        for (var move : Move.of(first, entry.id())) {
          if (!move.done()) {
            try (var source = servers.open(entry(first, move.source()))) {
              moved.add(new SourceMove(move, first, source, target, progress, steps, pace).run());
            }
          }
        }
        return moved;
      }
    }
  }

  private void begin(Connection first, ShardCatalogue.Entry entry) throws SQLException {
    var map = ShardCatalogue.map(first);
    if (!Move.of(first, entry.id()).isEmpty()) {
      ShardCatalogue.add(first, entry);
    } else {
      var from = leaving(map, entry.id());
      first.setAutoCommit(false);
      try {
        ShardCatalogue.add(first, entry);
        for (var source : from.entrySet()) {
          Move.begin(first, entry.id(), source.getKey(), SlotMask.of(source.getValue()));
        }
        first.commit();
      } catch (SQLException e) {
        first.rollback();
        throw e;
      } finally {
        first.setAutoCommit(true);
      }
      progress.step("shard %d takes slots of %s".formatted(entry.id(), from.keySet()));
      await(pace.known());
    }
  }

  private static SortedMap<Integer, Set<Integer>> leaving(ShardMap map, int target) {
    List<Integer> owners;
    try {
      owners = map.ownersWith(target);
    } catch (IllegalArgumentException e) {
      throw new ReshardingException(String.valueOf(e.getMessage()));
    }
    var from = new TreeMap<Integer, Set<Integer>>();
    for (var slot = 0; slot < Slots.COUNT; slot++) {
      if (owners.get(slot) == target) {
        from.computeIfAbsent(map.owner(slot), shard -> new TreeSet<>()).add(slot);
      }
    }
    return from;
  }

  static void await(Duration time) {
    var end = System.nanoTime() + time.toNanos();
    for (var left = time.toNanos(); left > 0; left = end - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
  }
}
