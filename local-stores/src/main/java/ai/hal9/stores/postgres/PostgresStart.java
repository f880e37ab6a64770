package ai.hal9.stores.postgres;

import ai.hal9.stores.binary.PostgresBinaries;
import ai.hal9.stores.failure.StoreException;
import ai.hal9.stores.failure.StoreException.Code;
import ai.hal9.stores.port.FreePorts;
import ai.hal9.stores.process.Account;
import ai.hal9.stores.process.ChildProcess;
import ai.hal9.stores.process.ChildSpec;
import ai.hal9.stores.process.Readiness;
import ai.hal9.stores.process.Signal;
import ai.hal9.stores.process.Spawner;
import java.io.IOException;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;

/** Starts one server. */
final class PostgresStart {

  private final PostgresConfig config;
  private final PostgresBinaries binaries;
  private final Spawner spawner;
  private final PostgresFiles files;
  private final DataDirectory data;

  PostgresStart(PostgresConfig config, PostgresBinaries binaries, Spawner spawner) {
    this.config = config;
    this.binaries = binaries;
    this.spawner = spawner;
    this.files = new PostgresFiles(config.directory());
    this.data = new DataDirectory(files);
  }

  PostgresServer primary() {
    try {
      Files.createDirectories(config.directory());
      data.requireUnused();
      FreePorts.requireFree(config.port(), config.name());
      if (!files.initialised()) {
        data.create(binaries, spawner);
      }
      ConfigFiles.write(config, files.data(), binaries.majorVersion(), Map.of());
      ChildProcess process = run();
      try {
        createDatabase();
      } catch (SQLException | IOException e) {
        process.kill();
        throw e;
      }
      return new PostgresServer(config, PostgresServer.Role.PRIMARY, process);
    } catch (IOException e) {
      throw new StoreException(
          Code.DIRECTORY_NOT_WRITABLE,
          "cannot use %s for %s: %s".formatted(config.directory(), config.name(), e),
          e);
    } catch (SQLException e) {
      throw new StoreException(
          Code.START_FAILED,
          "%s started but refused its set-up: %s".formatted(config.name(), e.getMessage()),
          e);
    }
  }

  private ChildProcess run() throws IOException {
    String password = files.superuserSecret().read();
    ChildProcess process =
        spawner.start(
            ChildSpec.of(
                    config.name(),
                    config.directory(),
                    List.of(binaries.postgres().toString(), "-D", files.data().toString()))
                .withLog(files.log())
                .withAccount(Account.UNPRIVILEGED)
                // fast shutdown: open transactions end, nothing waits for clients
                .withStopSignal(Signal.INT)
                .withDeathSignal(Signal.INT));
    Readiness.await(process, config.startTimeout(), () -> answers(password));
    return process;
  }

  private boolean answers(String password) {
    try (Connection connection =
        Sql.connect(config.port(), "postgres", PostgresServer.SUPERUSER, password)) {
      return Sql.holds(connection, "SELECT 1 = 1");
    } catch (SQLException e) {
      // not yet
      return false;
    }
  }

  private void createDatabase() throws SQLException, IOException {
    String name = PostgresServer.DATABASE;
    try (Connection connection =
        Sql.connect(
            config.port(), "postgres", PostgresServer.SUPERUSER, files.superuserSecret().read())) {
      if (!Sql.holds(connection, "SELECT true FROM pg_roles WHERE rolname = '" + name + "'")) {
        Sql.execute(connection, "CREATE ROLE " + name + " LOGIN");
      }
      // the file is the truth, also where it was replaced
      Sql.execute(
          connection, "ALTER ROLE %s PASSWORD '%s'".formatted(name, files.userSecret().read()));
      if (!Sql.holds(connection, "SELECT true FROM pg_database WHERE datname = '" + name + "'")) {
        Sql.execute(connection, "CREATE DATABASE %s OWNER %s".formatted(name, name));
      }
    }
  }
}
