package ai.hal9.stores.postgres;

import ai.hal9.stores.binary.PostgresBinaries;
import ai.hal9.stores.failure.StoreException;
import ai.hal9.stores.failure.StoreException.Code;
import ai.hal9.stores.port.FreePorts;
import ai.hal9.stores.postgres.PostgresServer.Role;
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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts one server. */
final class PostgresStart {

  private static final Logger LOG = LoggerFactory.getLogger(PostgresStart.class);

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
    return attempt(
        () -> {
          prepare();
          requireRole(Role.PRIMARY);
          if (!files.initialised()) {
            data.create(binaries, spawner);
          }
          ChildProcess process = run(Map.of(), connection -> true);
          try {
            files.userSecret();
            Hal9Database.create(config.port(), files);
          } catch (SQLException | IOException e) {
            process.kill();
            throw e;
          }
          return new PostgresServer(config, Role.PRIMARY, process);
        });
  }

  PostgresServer promoted() {
    return attempt(
        () -> {
          prepare();
          requireRole(Role.STANDBY);
          var server = new PostgresServer(config, Role.STANDBY, run(Map.of(), connection -> true));
          try {
            server.promote();
          } catch (StoreException e) {
            server.process().kill();
            throw e;
          }
          return server;
        });
  }

  PostgresServer standby(PostgresServer primary) {
    return attempt(
        () -> {
          prepare();
          requireRole(Role.STANDBY);
          var replication = new Replication(primary, config, files);
          replication.copySecrets();
          if (files.initialised()) {
            try {
              return standby(replication);
            } catch (CannotFollow e) {
              LOG.info("{} is made anew: {}", config.name(), e.getMessage());
              data.discard();
            }
          }
          replication.copyData();
          try {
            return standby(replication);
          } catch (CannotFollow e) {
            throw new StoreException(
                Code.START_FAILED, config.name() + " cannot follow: " + e.getMessage(), e);
          }
        });
  }

  private PostgresServer standby(Replication replication)
      throws IOException, SQLException, CannotFollow {
    replication.prepare();
    ChildProcess process;
    try {
      process = run(replication.settings(), replication::streaming);
    } catch (StoreException e) {
      replication.requireAbleToFollow();
      throw e;
    }
    replication.dropOwnSlots();
    return new PostgresServer(config, Role.STANDBY, process);
  }

  private void prepare() throws IOException {
    Files.createDirectories(config.directory());
    data.requireUnused();
    FreePorts.requireFree(config.port(), config.name());
  }

  private void requireRole(Role role) {
    Role present = Files.exists(files.standbySignal()) ? Role.STANDBY : Role.PRIMARY;
    if (files.initialised() && present != role) {
      throw new StoreException(
          Code.DATA_INCOMPATIBLE,
          "%s holds the data of a %s; give the %s another directory, or delete that one"
              .formatted(files.data(), word(present), word(role)));
    }
  }

  private ChildProcess run(Map<String, String> role, Probe ready) throws IOException {
    ConfigFiles.write(config, files.data(), binaries.majorVersion(), role);
    DataDirectory.give(files.data(), spawner);
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
    Readiness.await(
        process, config.startTimeout(), () -> files.accepting() && answers(password, ready));
    return process;
  }

  private boolean answers(String password, Probe ready) {
    try (Connection connection =
        Sql.connect(config.port(), "postgres", PostgresServer.SUPERUSER, password)) {
      return Sql.holds(connection, "SELECT 1 = 1") && ready.holds(connection);
    } catch (SQLException e) {
      // not yet
      return false;
    } catch (IOException e) {
      throw StoreException.unusable(config.directory(), e);
    }
  }

  private PostgresServer attempt(Attempt attempt) {
    try {
      return attempt.run();
    } catch (IOException e) {
      throw StoreException.unusable(config.directory(), e);
    } catch (SQLException e) {
      throw new StoreException(
          Code.START_FAILED,
          "%s could not be set up: %s".formatted(config.name(), e.getMessage()),
          e);
    }
  }

  private static String word(Role role) {
    return switch (role) {
      case PRIMARY -> "primary";
      case STANDBY -> "standby";
    };
  }

  private interface Attempt {
    PostgresServer run() throws IOException, SQLException;
  }

  private interface Probe {
    boolean holds(Connection connection) throws SQLException, IOException;
  }
}
