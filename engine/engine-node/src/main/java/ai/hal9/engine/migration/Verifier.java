package ai.hal9.engine.migration;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Compares chunks with what PostgreSQL has of their keys: number and sum of checksums, and where
 * those differ, row by row.
 */
final class Verifier implements AutoCloseable {

  private final Connection connection;
  private final MovedTable table;
  private final RowHash hash;
  private final PreparedStatement sum;
  private final PreparedStatement each;

  Verifier(Connection connection, MovedTable table) throws SQLException {
    this.connection = connection;
    this.table = table;
    this.hash = new RowHash(table.columns());
    try (var statement = connection.createStatement()) {
      // by the keys, however few rows there are: a table is never read whole for one chunk
      statement.execute("SET enable_hashjoin = off");
      statement.execute("SET enable_mergejoin = off");
    }
    var joined = joined(table);
    sum =
        connection.prepareStatement(
            "SELECT count(*), coalesce(sum(%s), 0) FROM %s".formatted(table.hash("t"), joined));
    each =
        connection.prepareStatement(
            "SELECT k.ordinality, %s FROM %s ORDER BY 1".formatted(table.hash("t"), joined));
  }

  private static String joined(MovedTable table) {
    var arrays =
        table.keys().stream()
            .map(column -> "?::" + column.type().sql() + "[]")
            .collect(Collectors.joining(", "));
    var names =
        IntStream.range(0, table.key().size())
            .mapToObj(i -> "k" + i)
            .collect(Collectors.joining(", "));
    var same =
        IntStream.range(0, table.key().size())
            .mapToObj(i -> "t.%s = %s".formatted(table.key().get(i), key(table, i)))
            .collect(Collectors.joining(" AND "));
    return "unnest(%s) WITH ORDINALITY AS k(%s, ordinality) JOIN %s t ON %s"
        .formatted(arrays, names, table.name(), same);
  }

  private static String key(MovedTable table, int index) {
    return table.keys().get(index).type() == Column.Type.TIME
        ? "'epoch'::timestamptz + k.k" + index + " * '1 microsecond'::interval"
        : "k.k" + index;
  }

  /** The rows of a chunk that are missing or differ in PostgreSQL. */
  List<RefusedRow> differing(Chunk chunk) throws SQLException {
    return differing(chunk, IntStream.range(0, chunk.count()).toArray());
  }

  /** Those of some of its rows. */
  List<RefusedRow> differing(Chunk chunk, int[] rows) throws SQLException {
    var wanted = Arrays.stream(rows).mapToLong(row -> hash.of(chunk.tuples(), row)).toArray();
    bind(sum, chunk, rows);
    try (var result = sum.executeQuery()) {
      result.next();
      if (result.getLong(1) == rows.length
          && wrapped(result.getBigDecimal(2)) == Arrays.stream(wanted).sum()) {
        return List.of();
      }
    }
    var hashes = new Long[rows.length];
    bind(each, chunk, rows);
    try (var result = each.executeQuery()) {
      while (result.next()) {
        hashes[(int) result.getLong(1) - 1] = result.getLong(2);
      }
    }
    var differing = new ArrayList<RefusedRow>();
    for (var i = 0; i < rows.length; i++) {
      var found = hashes[i];
      if (found == null || found != wanted[i]) {
        differing.add(
            chunk.said(
                rows[i],
                found == null ? "is missing in PostgreSQL" : "is different in PostgreSQL"));
      }
    }
    return differing;
  }

  private void bind(PreparedStatement query, Chunk chunk, int[] rows) throws SQLException {
    var keys = table.keys();
    for (var i = 0; i < keys.size(); i++) {
      query.setArray(i + 1, connection.createArrayOf(keys.get(i).type().sql(), chunk.key(i, rows)));
    }
  }

  private static long wrapped(BigDecimal sum) {
    return sum.toBigInteger().longValue();
  }

  @Override
  public void close() throws SQLException {
    sum.close();
    each.close();
    try (var statement = connection.createStatement()) {
      statement.execute("RESET enable_hashjoin");
      statement.execute("RESET enable_mergejoin");
    }
  }
}
