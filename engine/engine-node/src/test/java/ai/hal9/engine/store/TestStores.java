package ai.hal9.engine.store;

import ai.hal9.engine.config.NodeConfig;
import ai.hal9.stores.LocalStores;
import ai.hal9.stores.postgres.PostgresServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;

/** One PostgreSQL and one Redis for all tests of a run; every test class has its own database. */
public final class TestStores {

  private static final AtomicInteger NUMBER = new AtomicInteger();
  private static @Nullable LocalStores running;

  private TestStores() {}

  /** The servers, started on first use; they end with the JVM. */
  public static synchronized LocalStores running() {
    var stores = running;
    if (stores == null) {
      stores = LocalStores.temporary();
      running = stores;
    }
    return stores;
  }

  /** A new, empty database. */
  public static NodeConfig.Database database() throws SQLException {
    return database(running().postgres());
  }

  /** The way to a new database that has the product's tables. */
  public static Database withTables() throws SQLException {
    return withTables(database());
  }

  /** The way to a database, which gets the product's tables. */
  public static Database withTables(NodeConfig.Database database) throws SQLException {
    var password = database.passwordFile();
    var source = new PGSimpleDataSource();
    source.setUrl(database.url());
    source.setUser(database.username());
    source.setPassword(password == null ? "" : secret(password));
    Schema.migrate(source);
    return over(source);
  }

  /** The way to a database over its connections. */
  public static Database over(DataSource source) {
    return new Database() {
      @Override
      public <T> T ask(String operation, Work<T> work) {
        try (var connection = source.getConnection()) {
          return work.on(connection);
        } catch (SQLException e) {
          throw new StoreException("PostgreSQL failed: " + e.getMessage(), e);
        }
      }
    };
  }

  /** A new, empty database on a server. */
  public static NodeConfig.Database database(PostgresServer server) throws SQLException {
    var name = "test" + NUMBER.incrementAndGet();
    try (var connection = superuser(server);
        var statement = connection.createStatement()) {
      statement.execute("CREATE DATABASE " + name + " OWNER " + server.username());
    }
    var url = server.jdbcUrl().replaceFirst("/[^/]*$", "/" + name);
    return new NodeConfig.Database(url, server.username(), server.passwordFile());
  }

  /** A connection with all rights. */
  public static Connection superuser(PostgresServer server) throws SQLException {
    return DriverManager.getConnection(
        server.jdbcUrl(), PostgresServer.SUPERUSER, secret(server.superuserPasswordFile()));
  }

  /** A connection to a database as the node's user. */
  public static Connection connect(NodeConfig.Database database) throws SQLException {
    var file = database.passwordFile();
    return DriverManager.getConnection(
        database.url(), database.username(), file == null ? "" : secret(file));
  }

  private static String secret(Path file) {
    try {
      return Files.readString(file).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
