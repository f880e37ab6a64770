package ai.hal9.engine.store;

import java.sql.Connection;
import java.sql.SQLException;

/** The node's way to PostgreSQL, for whoever stores other things than signals. */
@FunctionalInterface
public interface Database {

  /** Work on a connection; auto-commit is on when it begins and must be when it ends. */
  @FunctionalInterface
  interface Work<T> {
    T on(Connection connection) throws SQLException;
  }

  /**
   * Does the work on a connection of the node's pool; blocks.
   *
   * @param operation the label of its time in the metrics
   * @throws StoreException when PostgreSQL is gone or the work failed; the outcome may be unknown
   */
  <T> T ask(String operation, Work<T> work);

  /**
   * Does work that only reads, on a standby where {@code database.read_preference} lets it; blocks.
   *
   * @param operation the label of its time in the metrics
   * @throws StoreException when PostgreSQL is gone or the work failed
   */
  default <T> T read(String operation, Work<T> work) {
    return ask(operation, work);
  }
}
