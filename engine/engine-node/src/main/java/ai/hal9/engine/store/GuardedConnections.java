package ai.hal9.engine.store;

import ai.hal9.engine.resilience.Breaker;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

/** Connections behind a circuit breaker, which counts what PostgreSQL itself is at fault for. */
final class GuardedConnections implements Connections {

  private static final String NOT_CONNECTED = "08003";

  private final Connections connections;
  private final Breaker breaker;

  GuardedConnections(Connections connections, Breaker breaker) {
    this.connections = connections;
    this.breaker = breaker;
  }

  @Override
  public <T> T use(String operation, Database.Work<T> work) throws SQLException {
    var permit = breaker.tryAcquire();
    if (permit == null) {
      throw new SQLException("the circuit breaker around PostgreSQL is open", NOT_CONNECTED);
    }
    var settled = false;
    try {
      var result = connections.use(operation, work);
      permit.succeeded();
      settled = true;
      return result;
    } catch (SQLException e) {
      if (SqlFailures.ofServer(e)) {
        permit.failed();
        settled = true;
      }
      throw e;
    } finally {
      if (!settled) {
        permit.abandoned();
      }
    }
  }

  @Override
  public Connection probe() throws SQLException {
    return connections.probe();
  }

  @Override
  public DataSource plain() {
    return connections.plain();
  }

  @Override
  public void abortAll() {
    connections.abortAll();
  }

  @Override
  public void renew() {
    connections.renew();
  }

  @Override
  public void close() {
    connections.close();
  }
}
