package ai.hal9.engine.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.UUID;

/** The statements on the signals table. */
final class SignalRows {

  private static final String COPY =
      "COPY signals (" + CopyRow.COLUMNS + ") FROM STDIN WITH (FORMAT BINARY)";
  private static final String INSERT =
      "INSERT INTO signals (" + CopyRow.COLUMNS + ") VALUES (?, ?, ?, ?::jsonb)";
  private static final String INSERT_UNLESS_THERE =
      """
      INSERT INTO signals (id, neuron_id, timestamp, payload)
      SELECT id, neuron, 'epoch'::timestamptz + millis * '1 ms'::interval, payload::jsonb
      FROM unnest(?::uuid[], ?::uuid[], ?::bigint[], ?::text[]) AS r(id, neuron, millis, payload)
      ON CONFLICT DO NOTHING
      """;
  private static final String FIND =
      "SELECT neuron_id, timestamp, payload::text FROM signals WHERE id = ?";

  private SignalRows() {}

  /** Batches of signals. */
  static final class Table implements RowTable {
    @Override
    public String noun() {
      return "signals";
    }

    @Override
    public String writing() {
      return "copy";
    }

    @Override
    public String rewriting() {
      return "insert-batch";
    }

    @Override
    public void write(Connection connection, PendingRow[] rows, int count, CopyBuffer buffer)
        throws SQLException {
      buffer.copy(connection, COPY, rows, count);
    }

    @Override
    public void writeUnlessThere(Connection connection, PendingRow[] rows, int count)
        throws SQLException {
      insertUnlessThere(connection, rows, count);
    }
  }

  private static void insertUnlessThere(Connection connection, PendingRow[] rows, int count)
      throws SQLException {
    var ids = new UUID[count];
    var neurons = new UUID[count];
    var millis = new Long[count];
    var payloads = new String[count];
    for (var i = 0; i < count; i++) {
      ids[i] = rows[i].id();
      neurons[i] = CopyRow.neuron(rows[i].tuple());
      millis[i] = SignalIds.millis(rows[i].id());
      payloads[i] = CopyRow.payload(rows[i].tuple());
    }
    try (var insert = connection.prepareStatement(INSERT_UNLESS_THERE)) {
      insert.setArray(1, connection.createArrayOf("uuid", ids));
      insert.setArray(2, connection.createArrayOf("uuid", neurons));
      insert.setArray(3, connection.createArrayOf("bigint", millis));
      insert.setArray(4, connection.createArrayOf("text", payloads));
      insert.executeUpdate();
    }
  }

  /** Writes one row. */
  static void insert(Connection connection, PendingRow row) throws SQLException {
    try (var insert = connection.prepareStatement(INSERT)) {
      insert.setObject(1, row.id());
      insert.setObject(2, CopyRow.neuron(row.tuple()));
      insert.setObject(3, time(row.id()).atOffset(ZoneOffset.UTC));
      insert.setString(4, CopyRow.payload(row.tuple()));
      insert.executeUpdate();
    }
  }

  /** Reads one row; the time in its id tells the partition. */
  static Optional<StoredRow> find(Connection connection, UUID id) throws SQLException {
    var timed = SignalIds.timed(id);
    try (var query = connection.prepareStatement(timed ? FIND + " AND timestamp = ?" : FIND)) {
      query.setObject(1, id);
      if (timed) {
        query.setObject(2, time(id).atOffset(ZoneOffset.UTC));
      }
      try (var result = query.executeQuery()) {
        if (!result.next()) {
          return Optional.empty();
        }
        return Optional.of(
            new StoredRow(
                id,
                result.getObject(1, UUID.class),
                result.getObject(2, java.time.OffsetDateTime.class).toInstant(),
                result.getString(3)));
      }
    }
  }

  private static Instant time(UUID id) {
    return Instant.ofEpochMilli(SignalIds.millis(id));
  }
}
