package ai.hal9.engine.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import org.postgresql.PGConnection;

/** The statements on the signals table. */
final class SignalRows {

  private static final String TABLE = "signals";
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

    private final Consumer<PendingRow> elsewhere;

    /**
     * The table of a shard.
     *
     * @param elsewhere takes over rows whose slot has moved
     */
    Table(Consumer<PendingRow> elsewhere) {
      this.elsewhere = elsewhere;
    }

    @Override
    public boolean misplaced(SQLException e) {
      return SlotFence.stopped(e);
    }

    @Override
    public void elsewhere(PendingRow row) {
      elsewhere.accept(row);
    }

    @Override
    public String noun() {
      return TABLE;
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

  /** Writes rows that stand one after the other in each array, in one COPY. */
  static void copy(Connection connection, List<byte[]> tuples) throws SQLException {
    var copy = connection.unwrap(PGConnection.class).getCopyAPI().copyIn(COPY);
    try {
      copy.writeToCopy(CopyRow.HEADER, 0, CopyRow.HEADER.length);
      for (var rows : tuples) {
        copy.writeToCopy(rows, 0, rows.length);
      }
      copy.writeToCopy(CopyRow.TRAILER, 0, CopyRow.TRAILER.length);
      copy.endCopy();
    } finally {
      if (copy.isActive()) {
        copy.cancelCopy();
      }
    }
  }

  /** Writes those rows that are not there yet; returns how many were not. */
  static int insertUnlessThere(Connection connection, List<Tuple> rows) throws SQLException {
    var tuples = rows.stream().map(Tuple::bytes).toArray(byte[][]::new);
    return insertUnlessThere(connection, tuples);
  }

  private static void insertUnlessThere(Connection connection, PendingRow[] rows, int count)
      throws SQLException {
    var tuples = new byte[count][];
    for (var i = 0; i < count; i++) {
      tuples[i] = rows[i].tuple();
    }
    insertUnlessThere(connection, tuples);
  }

  /** Does what writes these rows; where the month of one has no partition, that is made first. */
  static <T> T inTheirMonths(Connection connection, List<UUID> ids, Database.Work<T> work)
      throws SQLException {
    try {
      return work.on(connection);
    } catch (SQLException e) {
      if (!SqlFailures.ofPartition(e)
          || !Partitions.holdIfLikely(
              connection, TABLE, ids.stream().map(SignalRows::time).toList())) {
        throw e;
      }
      return work.on(connection);
    }
  }

  private static int insertUnlessThere(Connection connection, byte[][] tuples) throws SQLException {
    var ids = Arrays.stream(tuples).map(CopyRow::id).toArray(UUID[]::new);
    return inTheirMonths(connection, List.of(ids), open -> insertUnlessThere(open, tuples, ids));
  }

  private static int insertUnlessThere(Connection connection, byte[][] tuples, UUID[] ids)
      throws SQLException {
    var count = tuples.length;
    var neurons = new UUID[count];
    var millis = new Long[count];
    var payloads = new String[count];
    for (var i = 0; i < count; i++) {
      neurons[i] = CopyRow.neuron(tuples[i]);
      millis[i] = SignalIds.millis(ids[i]);
      payloads[i] = CopyRow.payload(tuples[i]);
    }
    try (var insert = connection.prepareStatement(INSERT_UNLESS_THERE)) {
      insert.setArray(1, connection.createArrayOf("uuid", ids));
      insert.setArray(2, connection.createArrayOf("uuid", neurons));
      insert.setArray(3, connection.createArrayOf("bigint", millis));
      insert.setArray(4, connection.createArrayOf("text", payloads));
      var written = insert.executeUpdate();
      if (written < count) {
        awaitEarlierCommits(connection);
      }
      return written;
    }
  }

  /**
   * Returns once what was found committed is as safe as a commit of one's own: a commit whose wait
   * for a synchronous standby was broken off is visible before the standby has it.
   */
  static void awaitEarlierCommits(Connection connection) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute("SELECT pg_logical_emit_message(true, 'hal9', '')");
    }
  }

  /** Writes one row, in the connection's transaction. */
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
