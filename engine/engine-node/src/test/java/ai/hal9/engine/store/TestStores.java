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
import org.jspecify.annotations.Nullable;

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
