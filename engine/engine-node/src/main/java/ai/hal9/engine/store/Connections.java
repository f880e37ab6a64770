package ai.hal9.engine.store;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

/** Where connections to PostgreSQL come from. */
interface Connections extends AutoCloseable {

  /**
   * Does the work on a connection of the pool, or on a new one while pooling is off.
   *
   * @param operation the label of its time in the metrics
   * @throws SQLException also when no connection was to be had in time
   */
  <T> T use(String operation, Database.Work<T> work) throws SQLException;

  /** A connection outside the pool whose reads give up after a second. */
  Connection probe() throws SQLException;

  /** Connections outside the pool, for the schema. */
  DataSource plain();

  /** Breaks every connection in use, so that whoever waits on one goes on. */
  void abortAll();

  /** Starts the pool anew, without the old one's back-off. */
  void renew();

  @Override
  void close();
}
