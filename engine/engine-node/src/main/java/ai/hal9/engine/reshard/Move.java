package ai.hal9.engine.reshard;

import ai.hal9.engine.shard.SlotMask;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * How far the move of one shard's slots to another is; a row of {@code shard_moves}.
 *
 * @param partition the one that is being copied
 * @param lastId the last row of it that is copied; null before the first
 * @param copied rows so far
 */
record Move(
    int target,
    int source,
    SlotMask slots,
    Phase phase,
    String partition,
    @Nullable UUID lastId,
    long copied) {

  /** What is being done. */
  enum Phase {
    /** Nothing yet. */
    PLANNED,
    /** What is added is noted, and what was there is copied. */
    COPYING,
    /** The map says that they lie at the target; what was copied is compared and deleted. */
    SWITCHED,
    DONE
  }

  boolean done() {
    return phase == Phase.DONE;
  }

  /** All moves to a shard, in the order of their sources. */
  static List<Move> of(Connection first, int target) throws SQLException {
    try (var query =
        first.prepareStatement(
            "SELECT source, slots, phase, partition, last_id, copied FROM shard_moves"
                + " WHERE target = ? ORDER BY source")) {
      query.setInt(1, target);
      try (var row = query.executeQuery()) {
        var moves = new ArrayList<Move>();
        while (row.next()) {
          moves.add(
              new Move(
                  target,
                  row.getInt(1),
                  SlotMask.of(row.getBytes(2)),
                  Phase.valueOf(row.getString(3).toUpperCase(Locale.ROOT)),
                  row.getString(4),
                  row.getObject(5, UUID.class),
                  row.getLong(6)));
        }
        return moves;
      }
    }
  }

  static void begin(Connection first, int target, int source, SlotMask slots) throws SQLException {
    try (var insert =
        first.prepareStatement(
            "INSERT INTO shard_moves (target, source, slots, phase)"
                + " VALUES (?, ?, ?, 'planned')")) {
      insert.setInt(1, target);
      insert.setInt(2, source);
      insert.setBytes(3, slots.bytes());
      insert.executeUpdate();
    }
  }

  /** Writes down another phase; returns the move in it. */
  Move in(Connection first, Phase next) throws SQLException {
    return noted(first, new Move(target, source, slots, next, partition, lastId, copied));
  }

  /** Writes down how far the copying is; returns the move there. */
  Move at(Connection first, String where, @Nullable UUID last, long rows) throws SQLException {
    return noted(first, new Move(target, source, slots, phase, where, last, rows));
  }

  private static Move noted(Connection first, Move now) throws SQLException {
    try (var update =
        first.prepareStatement(
            "UPDATE shard_moves SET phase = ?, partition = ?, last_id = ?, copied = ?"
                + " WHERE target = ? AND source = ?")) {
      update.setString(1, now.phase.name().toLowerCase(Locale.ROOT));
      update.setString(2, now.partition);
      update.setObject(3, now.lastId);
      update.setLong(4, now.copied);
      update.setInt(5, now.target);
      update.setInt(6, now.source);
      update.executeUpdate();
    }
    return now;
  }
}
