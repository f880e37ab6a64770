package ai.hal9.engine.game;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;
import java.util.function.ToLongFunction;
import org.postgresql.PGConnection;

/** Sets the parameters of a statement one after the other, a column of a batch in each. */
final class ArrayParameters {

  private final PGConnection connection;
  private final PreparedStatement statement;
  private int next;

  /**
   * Parameters from one on.
   *
   * @param first the number of the first, from 1
   */
  ArrayParameters(Connection connection, PreparedStatement statement, int first)
      throws SQLException {
    this.connection = connection.unwrap(PGConnection.class);
    this.statement = statement;
    this.next = first;
  }

  /** The next parameter: what each row says, as a {@code uuid[]}. */
  <R> ArrayParameters uuids(List<R> rows, Function<R, UUID> column) throws SQLException {
    return add("uuid", rows.stream().map(column).toArray());
  }

  /** The next parameter: what each row says, as a {@code bigint[]}. */
  <R> ArrayParameters longs(List<R> rows, ToLongFunction<R> column) throws SQLException {
    return add("int8", rows.stream().mapToLong(column).toArray());
  }

  /** The next parameter: what each row says, as an {@code int[]}. */
  <R> ArrayParameters ints(List<R> rows, ToIntFunction<R> column) throws SQLException {
    return add("int4", rows.stream().mapToInt(column).toArray());
  }

  /** The next parameter: what each row says, as a {@code bool[]}. */
  <R> ArrayParameters flags(List<R> rows, Predicate<R> column) throws SQLException {
    return add("bool", rows.stream().map(column::test).toArray());
  }

  /** The next parameter: what each row says, as a {@code text[]}. */
  <R> ArrayParameters texts(List<R> rows, Function<R, String> column) throws SQLException {
    return add("text", rows.stream().map(column).toArray());
  }

  /** Arrays of numbers go to PostgreSQL in binary, the others as text. */
  private ArrayParameters add(String type, Object elements) throws SQLException {
    statement.setArray(next++, connection.createArrayOf(type, elements));
    return this;
  }
}
