package ai.hal9.engine.reshard;

import ai.hal9.engine.reshard.Move.Phase;
import ai.hal9.engine.reshard.Resharding.Progress;
import ai.hal9.engine.reshard.Resharding.Step;
import ai.hal9.engine.reshard.Resharding.Steps;
import ai.hal9.engine.shard.SlotMask;
import ai.hal9.engine.shard.Slots;
import ai.hal9.engine.store.ShardCatalogue;
import ai.hal9.engine.store.SlotFence;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/** Moves what one shard gives away. */
final class SourceMove {

  /** With so few left to copy, signals are held for their copying. */
  private static final int FEW = 200;

  private final Connection first;
  private final Connection source;
  private final Connection target;
  private final Progress progress;
  private final Steps steps;
  private final Resharding.Pace pace;
  private final Rows rows;
  private final Outbox outbox;
  private Move move;
  private long heldMillis;

  SourceMove(
      Move move,
      Connection first,
      Connection source,
      Connection target,
      Progress progress,
      Steps steps,
      Resharding.Pace pace) {
    this.pace = pace;
    this.move = move;
    this.steps = steps;
    this.first = first;
    this.source = source;
    this.target = target;
    this.progress = progress;
    this.rows = new Rows(source, target, move.slots());
    this.outbox = new Outbox(source, rows);
  }

  Moved run() throws SQLException {
    if (move.phase() == Phase.PLANNED) {
      outbox.begin(move.slots());
      move = move.in(first, Phase.COPYING);
      steps.reached(Step.NOTING);
    }
    if (move.phase() == Phase.COPYING) {
      copy();
      switchOver();
      steps.reached(Step.SWITCHED);
      progress.step(
          "shard %d gave away %d slots; their signals were held for %d ms"
              .formatted(move.source(), move.slots().slots().size(), heldMillis));
      Resharding.await(pace.settled());
    } else {
      closeAgain();
    }
    outbox.end();
    var compared = new Comparison(source, target, move.slots(), steps);
    compared.run(rows.partitions(), count -> progress.rows(name() + " compared", count));
    steps.reached(Step.COMPARED);
    move = move.in(first, Phase.DONE);
    return new Moved(
        move.source(),
        move.slots().slots().size(),
        compared.rows(),
        compared.checksum(),
        heldMillis);
  }

  private void copy() throws SQLException {
    progress.step("copying from " + name());
    for (var partition : rows.partitions()) {
      if (partition.compareTo(move.partition()) < 0) {
        continue;
      }
      if (!partition.equals(move.partition())) {
        move = move.at(first, partition, null, move.copied());
      }
      for (var page = rows.page(partition, move.lastId());
          !page.isEmpty();
          page = rows.page(partition, move.lastId())) {
        rows.put(page);
        move = move.at(first, partition, page.getLast().id(), move.copied() + page.size());
        progress.rows(name() + " copied", move.copied());
        steps.reached(Step.COPIED);
      }
    }
    rows.putKeys();
    while (outbox.pass() > FEW) {
      progress.step("catching up with " + name());
    }
  }

  /** Until the map says otherwise nobody writes what moves; then the target's nodes do. */
  private void switchOver() throws SQLException {
    var begin = System.nanoTime();
    var map = ShardCatalogue.map(first);
    var committing = false;
    try {
      SlotFence.raise(source, SlotMask.of(owned(map.owners(), move.slots())));
      steps.reached(Step.HELD);
      drain();
      steps.reached(Step.CAUGHT_UP);
      first.setAutoCommit(false);
      try {
        ShardCatalogue.put(
            first, ShardCatalogue.map(first).moved(move.slots().slots(), move.target()));
        move = move.in(first, Phase.SWITCHED);
        committing = true;
        first.commit();
      } catch (SQLException e) {
        first.rollback();
        throw e;
      } finally {
        first.setAutoCommit(true);
      }
    } finally {
      // A commit that failed may have been made all the same. Only the map knows, and nodes that
      // hold rows for too long go by it.
      if (!committing) {
        SlotFence.raise(source, SlotMask.of(owned(map.owners(), SlotMask.of(List.of()))));
      }
    }
    heldMillis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin);
  }

  /** What an earlier run switched: lets nobody write there, and takes over what somebody did. */
  private void closeAgain() throws SQLException {
    var owners = ShardCatalogue.map(first).owners();
    SlotFence.raise(source, SlotMask.of(owned(owners, SlotMask.of(List.of()))));
    drain();
  }

  private void drain() throws SQLException {
    while (outbox.pass() > 0) {
      // until nothing is left
    }
  }

  private Set<Integer> owned(List<Integer> owners, SlotMask without) {
    var slots = new TreeSet<Integer>();
    IntStream.range(0, Slots.COUNT)
        .filter(slot -> owners.get(slot) == move.source() && !without.has(slot))
        .forEach(slots::add);
    return slots;
  }

  private String name() {
    return "shard " + move.source();
  }
}
