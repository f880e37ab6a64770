package ai.hal9.engine.reshard;

import ai.hal9.engine.shard.SlotMask;
import ai.hal9.engine.store.SlotFence;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.UUID;

/**
 * What a shard took of the slots under way since the copying began, noted by a trigger. It is taken
 * out only once it is at the target, so that whatever ends a pass is repeated.
 */
final class Outbox {

  private static final int PAGE = 1_000;
  private static final String TRIGGER = "hal9_moving";

  private final Connection source;
  private final Rows rows;

  Outbox(Connection source, Rows rows) {
    this.source = source;
    this.rows = rows;
  }

  /** From now on what is added is noted. */
  void begin(SlotMask slots) throws SQLException {
    SlotFence.alone(
        source,
        connection -> {
          try (var statement = connection.createStatement()) {
            statement.execute(
                """
                CREATE OR REPLACE TRIGGER %s AFTER INSERT ON signals
                REFERENCING NEW TABLE AS added
                FOR EACH STATEMENT EXECUTE FUNCTION hal9_note_moving('%s')
                """
                    .formatted(TRIGGER, slots.hex()));
          }
        });
  }

  /** Copies what is noted now; returns how much that was. */
  int pass() throws SQLException {
    var all = 0;
    while (true) {
      var numbers = new ArrayList<Long>();
      var ids = new ArrayList<UUID>();
      try (var query =
              source.prepareStatement(
                  "SELECT number, id FROM shard_outbox ORDER BY number LIMIT " + PAGE);
          var row = query.executeQuery()) {
        while (row.next()) {
          numbers.add(row.getLong(1));
          ids.add(row.getObject(2, UUID.class));
        }
      }
      if (ids.isEmpty()) {
        return all;
      }
      rows.putSome(ids);
      rows.putKeys(ids);
      try (var delete = source.prepareStatement("DELETE FROM shard_outbox WHERE number = ANY(?)")) {
        delete.setArray(1, source.createArrayOf("bigint", numbers.toArray()));
        delete.executeUpdate();
      }
      all += ids.size();
      if (ids.size() < PAGE) {
        return all;
      }
    }
  }

  /** Notes nothing more. */
  void end() throws SQLException {
    SlotFence.alone(
        source,
        connection -> {
          try (var statement = connection.createStatement()) {
            statement.execute("DROP TRIGGER IF EXISTS " + TRIGGER + " ON signals");
            statement.execute("TRUNCATE shard_outbox");
          }
        });
  }
}
