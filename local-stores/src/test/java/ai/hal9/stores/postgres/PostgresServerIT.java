package ai.hal9.stores.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.hal9.stores.binary.BinaryCache;
import ai.hal9.stores.binary.PostgresBinaries;
import ai.hal9.stores.port.FreePorts;
import ai.hal9.stores.process.Spawner;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PostgresServerIT {

  @TempDir Path directory;

  private final PostgresBinaries binaries = PostgresBinaries.bundled(BinaryCache.standard());
  private final Spawner spawner = Spawner.open();
  private final List<Integer> ports = FreePorts.several(2);

  @AfterEach
  void stop() {
    spawner.close();
  }

  @Test
  void row_afterKillOfTheServer_isThereAfterRestartOnTheSamePort() throws Exception {
    PostgresServer first = startPrimary();
    execute(first, "CREATE TABLE kept (answer int)");
    execute(first, "INSERT INTO kept VALUES (42)");
    first.process().kill();

    PostgresServer second = startPrimary();

    assertThat(second.port()).isEqualTo(first.port());
    assertThat(number(second, "SELECT answer FROM kept")).isEqualTo(42);
  }

  @Test
  void standby_ofPrimary_seesItsRowsAndRestartsFromItsOwnData() throws Exception {
    PostgresServer primary = startPrimary();
    execute(primary, "CREATE TABLE kept (answer int)");
    PostgresServer standby = startStandby(primary);
    assertThat(standby.role()).isEqualTo(PostgresServer.Role.STANDBY);

    execute(primary, "INSERT INTO kept VALUES (1)");
    await().until(() -> number(standby, "SELECT count(*) FROM kept") == 1);
    standby.stop();
    execute(primary, "INSERT INTO kept VALUES (2)");
    PostgresServer again = startStandby(primary);

    await().until(() -> number(again, "SELECT count(*) FROM kept") == 2);
    assertThat(again.process().log().lastLines(100)).noneMatch(line -> line.contains("backup"));
  }

  @Test
  void standby_whoseLogPositionThePrimaryNoLongerHas_isMadeAnew() throws Exception {
    PostgresServer primary = startPrimary();
    PostgresServer standby = startStandby(primary);
    standby.stop();
    superuser(primary, "SELECT pg_drop_replication_slot('standby_1')");
    execute(primary, "CREATE TABLE kept AS SELECT 7 AS answer");
    for (int segment = 0; segment < 4; segment++) {
      superuser(primary, "SELECT pg_switch_wal()");
      superuser(primary, "CHECKPOINT");
    }

    PostgresServer again = startStandby(primary);

    await().until(() -> number(again, "SELECT answer FROM kept") == 7);
  }

  private PostgresServer startPrimary() {
    return PostgresServer.startPrimary(
        PostgresConfig.of("primary", directory.resolve("primary"), ports.getFirst())
            .withMaxConnections(20)
            .with("min_wal_size", "32MB")
            .with("max_wal_size", "64MB"),
        binaries,
        spawner);
  }

  private PostgresServer startStandby(PostgresServer primary) {
    return PostgresServer.startStandby(
        PostgresConfig.of("standby-1", directory.resolve("standby"), ports.getLast()),
        primary,
        binaries,
        spawner);
  }

  private static void execute(PostgresServer server, String sql) throws Exception {
    try (Connection connection = connect(server);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static void superuser(PostgresServer server, String sql) throws Exception {
    String password = Files.readString(server.superuserPasswordFile());
    try (Connection connection =
        Sql.connect(server.port(), "postgres", PostgresServer.SUPERUSER, password)) {
      Sql.execute(connection, sql);
    }
  }

  private static int number(PostgresServer server, String query) throws Exception {
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
}
