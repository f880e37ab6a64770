package ai.hal9.engine.migration;

import ai.hal9.engine.store.CopyBuffer;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/**
 * What a transaction has written, read back before it commits and compared byte by byte with what
 * was sent: rows of this transaction, from near the place where each table ended before.
 */
final class ReadBack {

  /** COPY makes pages ahead, and leaves some free for the next one. */
  private static final int LEFT_PAGES = 256;

  private static final String ENDS =
      """
      SELECT name, pg_relation_size(name::regclass) / current_setting('block_size')::bigint
      FROM unnest(?::text[]) AS t(name)
      """;

  private final Connection connection;
  private final String names;
  private final Map<String, Long> from = new HashMap<>();

  /**
   * Begins, before anything is written.
   *
   * @param tables those that will be written to; partitions, not the tables that have them
   */
  ReadBack(Connection connection, MovedTable table, Collection<String> tables) throws SQLException {
    this.connection = connection;
    this.names = table.names();
    try (var query = connection.prepareStatement(ENDS)) {
      query.setArray(1, connection.createArrayOf("text", tables.toArray()));
      try (var ends = query.executeQuery()) {
        while (ends.next()) {
          from.put(ends.getString(1), Math.max(0, ends.getLong(2) - LEFT_PAGES));
        }
      }
    }
  }

  /**
   * The rows that were not found as they were sent. Some may lie elsewhere, in pages that were left
   * free before.
   */
  BitSet missing(Tuples sent) throws SQLException {
    var comparison = new Comparison(sent);
    for (var table : from.entrySet()) {
      CopyBuffer.read(
          connection,
          """
          COPY (SELECT %s FROM %s
            WHERE ctid >= '(%d,0)' AND xmin = (SELECT pg_current_xact_id()::xid))
          TO STDOUT WITH (FORMAT BINARY)
          """
              .formatted(names, table.getKey(), table.getValue()),
          comparison::take);
    }
    return comparison.missing;
  }

  /**
   * Rows come in the order in which they went, save where a page was left free, and without those
   * of other partitions: so the next one is looked for from the last one on.
   */
  private static final class Comparison {
    private final Tuples sent;
    private final BitSet missing = new BitSet();
    private int next;

    Comparison(Tuples sent) {
      this.sent = sent;
      missing.set(0, sent.count());
    }

    void take(byte[] message, int from) {
      var row = find(next, sent.count(), message, from);
      if (row < 0) {
        row = find(0, next, message, from);
      }
      if (row >= 0) {
        missing.clear(row);
        next = row + 1;
      }
    }

    private int find(int first, int end, byte[] message, int from) {
      var row = missing.nextSetBit(first);
      while (row >= 0 && row < end && !sent.is(row, message, from)) {
        row = missing.nextSetBit(row + 1);
      }
      return row < end ? row : -1;
    }
  }
}
