package ai.hal9.engine.migration;

import ai.hal9.engine.reshard.Servers;
import ai.hal9.engine.store.Schema;
import ai.hal9.engine.store.ShardCatalogue;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import org.flywaydb.core.api.FlywayException;

/** The PostgreSQL that rows are moved to, with this product's tables in it. */
final class Target implements AutoCloseable {

  private static final long LOCK = 0x4841_4C39_4D49_4752L;

  private final Connection connection;
  private final Connection second;

  private Target(Connection connection, Connection second) {
    this.connection = connection;
    this.second = second;
  }

  /**
   * Connects, and makes the tables where there are none.
   *
   * @throws MigrationException if that cannot be, or another migration into it runs
   */
  static Target open(Servers servers, ShardCatalogue.Entry shard) {
    try {
      var source = servers.source(shard);
      var connection = source.getConnection();
      try {
        lock(connection);
        Schema.migrate(source);
        return new Target(connection, source.getConnection());
      } catch (SQLException | RuntimeException e) {
        connection.close();
        throw e;
      }
    } catch (UncheckedIOException e) {
      throw MigrationException.usage(String.valueOf(e.getMessage()));
    } catch (SQLException | FlywayException e) {
      throw MigrationException.failed(
          "PostgreSQL at %s cannot be used: %s"
              .formatted(shard.primary(), String.valueOf(e.getMessage()).strip()),
          e);
    }
  }

  private static void lock(Connection connection) throws SQLException {
    try (var statement = connection.createStatement();
        var locked = statement.executeQuery("SELECT pg_try_advisory_lock(" + LOCK + ")")) {
      if (!locked.next() || !locked.getBoolean(1)) {
        throw MigrationException.failed("another migration into this PostgreSQL is running");
      }
    }
  }

  Connection connection() {
    return connection;
  }

  /** Another connection, so that a transaction may begin before the one before it has ended. */
  Connection second() {
    return second;
  }

  @Override
  public void close() throws SQLException {
    second.close();
    connection.close();
  }
}
