package ai.hal9.stores.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import ai.hal9.stores.binary.BinaryCache;
import ai.hal9.stores.binary.PostgresBinaries;
import ai.hal9.stores.failure.StoreException;
import ai.hal9.stores.failure.StoreException.Code;
import ai.hal9.stores.port.FreePorts;
import ai.hal9.stores.process.Spawner;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/** A primary and its standby, in a folder of a test's own, ended after it. */
abstract class PostgresPair {

  @TempDir Path directory;

  final PostgresBinaries binaries = PostgresBinaries.bundled(BinaryCache.standard());
  final Spawner spawner = Spawner.open();
  final List<Integer> ports = FreePorts.several(2);

  @AfterEach
  void stop() {
    spawner.close();
  }

  final PostgresServer startPrimary() {
    return startPrimary(primaryConfig());
  }

  final PostgresServer startPrimary(PostgresConfig config) {
    return PostgresServer.startPrimary(config, binaries, spawner);
  }

  final PostgresConfig primaryConfig() {
    return PostgresConfig.of("primary", directory.resolve("primary"), ports.getFirst())
        .withMaxConnections(20)
        .with("min_wal_size", "32MB")
        .with("max_wal_size", "64MB");
  }

  final PostgresServer startStandby(PostgresServer primary) {
    return startStandby(standbyConfig(), primary);
  }

  final PostgresServer startStandby(PostgresConfig config, PostgresServer primary) {
    return PostgresServer.startStandby(config, primary, binaries, spawner);
  }

  final PostgresConfig standbyConfig() {
    return PostgresConfig.of("standby-1", directory.resolve("standby"), ports.getLast());
  }

  static void execute(PostgresServer server, String sql) throws Exception {
    try (Connection connection = connect(server);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  static void superuser(PostgresServer server, String sql) throws Exception {
    String password = Files.readString(server.superuserPasswordFile());
    try (Connection connection =
        Sql.connect(server.port(), "postgres", PostgresServer.SUPERUSER, password)) {
      Sql.execute(connection, sql);
    }
  }

  static int number(PostgresServer server, String query) throws Exception {
    try (Connection connection = connect(server);
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      return rows.next() ? rows.getInt(1) : -1;
    }
  }

  private static Connection connect(PostgresServer server) throws Exception {
    return DriverManager.getConnection(
        server.jdbcUrl(), server.username(), Files.readString(server.passwordFile()));
  }

  static Consumer<Throwable> hasCode(Code code) {
    return e -> assertThat(hasCode(e, code)).as("%s: %s", code, e).isTrue();
  }

  static boolean hasCode(Throwable e, Code code) {
    return e instanceof StoreException failure && failure.code() == code;
  }
}
