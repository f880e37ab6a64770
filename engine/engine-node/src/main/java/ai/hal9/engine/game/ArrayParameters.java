package ai.hal9.engine.game;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Function;

/** Sets the parameters of a statement one after the other, a column of a batch in each. */
final class ArrayParameters {

  private final Connection connection;
  private final PreparedStatement statement;
  private int next;

  /**
   * Parameters from one on.
   *
   * @param first the number of the first, from 1
   */
  ArrayParameters(Connection connection, PreparedStatement statement, int first) {
    this.connection = connection;
    this.statement = statement;
    this.next = first;
  }

  /** The next parameter: what each row says, as an array of a type of PostgreSQL's. */
  <R> ArrayParameters add(String type, List<R> rows, Function<R, ?> column) throws SQLException {
    statement.setArray(next++, connection.createArrayOf(type, rows.stream().map(column).toArray()));
    return this;
  }
}
