package ai.hal9.engine.reshard;

import ai.hal9.engine.shard.SlotMask;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Copies signals and idempotency keys of some slots; what is there already stays as it is. A page
 * is so many rows, or fewer where they are large, since a page is held whole.
 */
final class Rows {

  private static final int PAGE = 1_000;
  private static final long PAGE_BYTES = 2 << 20;

  /** What comes in one go before it is known how large rows are. */
  private static final int FEW = 10;

  private static final int OTHER_BYTES = 100;

  private static final String COLUMNS = "id, neuron_id, timestamp::text, payload::text";
  private static final String PUT =
      """
      INSERT INTO signals (id, neuron_id, timestamp, payload)
      SELECT id, neuron, time::timestamptz, payload::jsonb
      FROM unnest(?::uuid[], ?::uuid[], ?::text[], ?::text[]) AS r(id, neuron, time, payload)
      ON CONFLICT DO NOTHING
      """;
  private static final String KEYS =
      "SELECT key, fingerprint, signal_id, answer::text, created_at::text FROM idempotency_keys"
          + " WHERE ";
  private static final String PUT_KEYS =
      """
      INSERT INTO idempotency_keys AS k (key, fingerprint, signal_id, answer, created_at)
      SELECT key, fingerprint, signal, answer::jsonb, created::timestamptz
      FROM unnest(?::text[], ?::text[], ?::uuid[], ?::text[], ?::text[])
          AS r(key, fingerprint, signal, answer, created)
      ON CONFLICT (key) DO UPDATE SET fingerprint = excluded.fingerprint,
        signal_id = excluded.signal_id, answer = excluded.answer, created_at = excluded.created_at
      WHERE k.created_at < excluded.created_at
      """;

  private final Connection source;
  private final Connection target;
  private final SlotMask slots;

  /** A signal. */
  record Row(UUID id, UUID neuron, String time, @Nullable String payload) {

    /** About how many it takes. */
    private int bytes() {
      return OTHER_BYTES + (payload == null ? 0 : payload.length());
    }
  }

  private record Key(String key, String fingerprint, UUID signal, String answer, String created) {}

  Rows(Connection source, Connection target, SlotMask slots) {
    this.source = source;
    this.target = target;
    this.slots = slots;
  }

  /** The partitions of the source, each of which the target has then too. */
  List<String> partitions() throws SQLException {
    var names = new ArrayList<String>();
    try (var query =
            source.prepareStatement(
                """
                SELECT c.relname, pg_get_expr(c.relpartbound, c.oid)
                FROM pg_inherits JOIN pg_class c ON c.oid = inhrelid
                WHERE inhparent = 'signals'::regclass ORDER BY 1
                """);
        var row = query.executeQuery();
        var make = target.createStatement()) {
      while (row.next()) {
        var name = row.getString(1);
        names.add(name);
        if (!there(name)) {
          make.execute("CREATE TABLE %s PARTITION OF signals %s".formatted(name, row.getString(2)));
        }
      }
    }
    return names;
  }

  /** The next rows of a partition. */
  List<Row> page(String partition, @Nullable UUID after) throws SQLException {
    try (var query =
        source.prepareStatement(
            "SELECT %s FROM %s WHERE %s get_bit(?, hal9_slot(id)) = 1 ORDER BY id LIMIT %d"
                .formatted(COLUMNS, partition, after == null ? "" : "id > ? AND", PAGE))) {
      var at = 1;
      if (after != null) {
        query.setObject(at++, after);
      }
      query.setBytes(at, slots.bytes());
      return inParts(query, Rows::nextPage);
    }
  }

  /** Copies those of some signals that are there. */
  void putSome(Collection<UUID> ids) throws SQLException {
    try (var query =
        source.prepareStatement("SELECT " + COLUMNS + " FROM signals WHERE id = ANY(?)")) {
      query.setArray(1, source.createArrayOf("uuid", ids.toArray()));
      var _ =
          inParts(
              query,
              result -> {
                var all = 0;
                for (var page = nextPage(result); !page.isEmpty(); page = nextPage(result)) {
                  put(page);
                  all += page.size();
                }
                return all;
              });
    }
  }

  void put(List<Row> page) throws SQLException {
    try (var insert = target.prepareStatement(PUT)) {
      insert.setArray(1, array("uuid", page, Row::id));
      insert.setArray(2, array("uuid", page, Row::neuron));
      insert.setArray(3, array("text", page, Row::time));
      insert.setArray(4, array("text", page, Row::payload));
      insert.executeUpdate();
    }
  }

  /** Copies all keys there are. */
  void putKeys() throws SQLException {
    var after = "";
    while (true) {
      List<Key> page;
      try (var query =
          source.prepareStatement(
              KEYS
                  + "get_bit(?, hal9_slot(signal_id)) = 1 AND key > ? ORDER BY key LIMIT "
                  + PAGE)) {
        query.setBytes(1, slots.bytes());
        query.setString(2, after);
        page = keys(query.executeQuery());
      }
      if (page.isEmpty()) {
        return;
      }
      putKeys(page);
      after = page.getLast().key();
    }
  }

  /** Copies the keys of some signals. */
  void putKeys(Collection<UUID> signals) throws SQLException {
    try (var query = source.prepareStatement(KEYS + "signal_id = ANY(?)")) {
      query.setArray(1, source.createArrayOf("uuid", signals.toArray()));
      putKeys(keys(query.executeQuery()));
    }
  }

  private void putKeys(List<Key> keys) throws SQLException {
    for (var from = 0; from < keys.size(); from += PAGE) {
      var page = keys.subList(from, Math.min(keys.size(), from + PAGE));
      try (var insert = target.prepareStatement(PUT_KEYS)) {
        insert.setArray(1, array("text", page, Key::key));
        insert.setArray(2, array("text", page, Key::fingerprint));
        insert.setArray(3, array("uuid", page, Key::signal));
        insert.setArray(4, array("text", page, Key::answer));
        insert.setArray(5, array("text", page, Key::created));
        insert.executeUpdate();
      }
    }
  }

  private boolean there(String table) throws SQLException {
    try (var query = target.prepareStatement("SELECT to_regclass(?) IS NOT NULL")) {
      query.setString(1, table);
      try (var row = query.executeQuery()) {
        return row.next() && row.getBoolean(1);
      }
    }
  }

  private <T> java.sql.Array array(String type, List<T> page, Function<T, @Nullable Object> part)
      throws SQLException {
    return target.createArrayOf(type, page.stream().map(part).toArray());
  }

  @FunctionalInterface
  private interface Reading<T> {
    T of(ResultSet result) throws SQLException;
  }

  /** Has the driver fetch a part of the rows at a time, which it does in a transaction only. */
  private <T> T inParts(PreparedStatement query, Reading<T> reading) throws SQLException {
    source.setAutoCommit(false);
    query.setFetchSize(FEW);
    try (var result = query.executeQuery()) {
      return reading.of(result);
    } finally {
      source.rollback();
      source.setAutoCommit(true);
    }
  }

  private static List<Row> nextPage(ResultSet result) throws SQLException {
    var rows = new ArrayList<Row>();
    var bytes = 0L;
    while (rows.size() < PAGE && bytes < PAGE_BYTES && result.next()) {
      var row =
          new Row(
              result.getObject(1, UUID.class),
              result.getObject(2, UUID.class),
              result.getString(3),
              result.getString(4));
      rows.add(row);
      bytes += row.bytes();
      result.setFetchSize(Math.clamp(PAGE_BYTES / Math.max(1, bytes / rows.size()), 1, PAGE));
    }
    return rows;
  }

  private static List<Key> keys(ResultSet result) throws SQLException {
    try (result) {
      var keys = new ArrayList<Key>();
      while (result.next()) {
        keys.add(
            new Key(
                result.getString(1),
                result.getString(2),
                result.getObject(3, UUID.class),
                result.getString(4),
                result.getString(5)));
      }
      return keys;
    }
  }
}
