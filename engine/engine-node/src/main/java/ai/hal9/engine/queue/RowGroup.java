package ai.hal9.engine.queue;

import ai.hal9.engine.shard.Slots;
import ai.hal9.engine.store.PendingRow;
import ai.hal9.engine.store.SignalStore;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/** Rows that are appended as one entry: all of one shard that is gone, or of those that are not. */
final class RowGroup {

  /** In place of a shard. */
  private static final int NONE = -1;

  private final PendingRow[] rows;
  private final int count;
  private final int shard;

  private RowGroup(PendingRow[] rows, int count, int shard) {
    this.rows = rows;
    this.count = count;
    this.shard = shard;
  }

  /** The groups in a batch; the array must not change while they are used. */
  static List<RowGroup> of(PendingRow[] batch, int count, SignalStore store) {
    if (!store.anyGone()) {
      return List.of(new RowGroup(batch, count, NONE));
    }
    var byShard = new TreeMap<Integer, List<PendingRow>>();
    for (var i = 0; i < count; i++) {
      var shard = store.gone(Slots.of(batch[i].id())).orElse(NONE);
      byShard.computeIfAbsent(shard, key -> new ArrayList<>()).add(batch[i]);
    }
    return byShard.entrySet().stream()
        .map(
            each ->
                new RowGroup(
                    each.getValue().toArray(PendingRow[]::new),
                    each.getValue().size(),
                    each.getKey()))
        .toList();
  }

  int count() {
    return count;
  }

  /** The shard that is gone; -1 where none is. */
  int shard() {
    return shard;
  }

  /** Its id as a text; empty where none is gone. */
  String shardName() {
    return shard == NONE ? "" : Integer.toString(shard);
  }

  /** The rows, one after the other. */
  byte[] tuples() {
    var length = 0;
    for (var i = 0; i < count; i++) {
      length += rows[i].tuple().length;
    }
    var tuples = new byte[length];
    var at = 0;
    for (var i = 0; i < count; i++) {
      var tuple = rows[i].tuple();
      System.arraycopy(tuple, 0, tuples, at, tuple.length);
      at += tuple.length;
    }
    return tuples;
  }

  /** As the entry's field has them. */
  byte[] traces() {
    return EntryTraces.of(rows, count);
  }

  void tellStored(long takenNanos, long storedNanos) {
    for (var i = 0; i < count; i++) {
      rows[i].tellStored(takenNanos, storedNanos);
    }
  }

  void refuse(String reason) {
    for (var i = 0; i < count; i++) {
      var _ = rows[i].tellRefused(reason);
    }
  }
}
