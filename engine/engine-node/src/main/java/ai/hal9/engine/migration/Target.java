package ai.hal9.engine.migration;

import ai.hal9.engine.config.SecretFile;
import ai.hal9.engine.store.Schema;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import org.flywaydb.core.api.FlywayException;
import org.postgresql.ds.PGSimpleDataSource;

/** The PostgreSQL that rows are moved to, with this product's tables in it. */
final class Target implements AutoCloseable {

  private static final long LOCK = 0x4841_4C39_4D49_4752L;

  private final Connection connection;

  private Target(Connection connection) {
    this.connection = connection;
  }

  /**
   * Connects, and makes the tables where there are none.
   *
   * @throws MigrationException if that cannot be, or another migration into it runs
   */
  static Target open(Options options) {
    var source = new PGSimpleDataSource();
    source.setUrl(options.to().orElseThrow());
    source.setUser(options.username());
    source.setApplicationName("hal9 migrate");
    try {
      options.passwordFile().map(SecretFile::read).ifPresent(source::setPassword);
      Schema.migrate(source);
      var connection = source.getConnection();
      try (var statement = connection.createStatement();
          var locked = statement.executeQuery("SELECT pg_try_advisory_lock(" + LOCK + ")")) {
        if (!locked.next() || !locked.getBoolean(1)) {
          connection.close();
          throw MigrationException.failed("another migration into this PostgreSQL is running");
        }
      }
      return new Target(connection);
    } catch (UncheckedIOException e) {
      throw MigrationException.usage(String.valueOf(e.getMessage()));
    } catch (SQLException | FlywayException e) {
      throw MigrationException.failed(
          "PostgreSQL at %s cannot be used: %s"
              .formatted(options.to().orElse(""), String.valueOf(e.getMessage()).strip()),
          e);
    }
  }

  Connection connection() {
    return connection;
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
