package ai.hal9.engine.store;

import java.sql.Connection;
import java.sql.SQLException;

/** The statements by which a batch of rows reaches its table. */
public interface RowTable {

  /** What the rows are called, for messages; a plural. */
  String noun();

  /** The label of {@link #write} in the metrics of statements. */
  String writing();

  /** The label of {@link #writeUnlessThere} in the metrics of statements. */
  String rewriting();

  /** Whether a write failed because its rows belong elsewhere now; nothing was written then. */
  default boolean misplaced(SQLException e) {
    return false;
  }

  /** Takes over a row of such a write, from the thread of a writer. */
  default void elsewhere(PendingRow row) {
    throw new IllegalStateException("these rows belong nowhere else");
  }

  /**
   * Writes the first so many rows, none of which is there yet, in one transaction.
   *
   * @throws FencedException when they may not be written, now or later
   */
  void write(Connection connection, PendingRow[] rows, int count, CopyBuffer buffer)
      throws SQLException;

  /**
   * Writes those of the first so many rows that are not there yet, in one transaction, which makes
   * it safe to repeat after an attempt whose outcome is unknown.
   *
   * @throws FencedException when they may not be written, now or later
   */
  void writeUnlessThere(Connection connection, PendingRow[] rows, int count) throws SQLException;
}
