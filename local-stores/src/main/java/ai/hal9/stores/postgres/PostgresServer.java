package ai.hal9.stores.postgres;

import ai.hal9.stores.binary.PostgresBinaries;
import ai.hal9.stores.failure.StoreException;
import ai.hal9.stores.failure.StoreException.Code;
import ai.hal9.stores.file.SecretFile;
import ai.hal9.stores.process.ChildProcess;
import ai.hal9.stores.process.Remnants;
import ai.hal9.stores.process.Spawner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A running PostgreSQL server with a database and a user called {@code hal9}. Its data outlives it:
 * starting with the same directory again serves the same data, after a crash too.
 */
public final class PostgresServer implements AutoCloseable {

  /** The name of the database and of its owner. */
  public static final String DATABASE = "hal9";

  /** The name of the superuser. */
  public static final String SUPERUSER = "postgres";

  /** What a server does for the others. */
  public enum Role {
    PRIMARY,
    STANDBY
  }

  private static final Duration GRACE = Duration.ofSeconds(20);

  /** What a healthy server needs to say how it is, many times over. */
  private static final Duration PROMPT = Duration.ofSeconds(1);

  private final PostgresConfig config;
  private volatile Role role;
  private final ChildProcess process;

  PostgresServer(PostgresConfig config, Role role, ChildProcess process) {
    this.config = config;
    this.role = role;
    this.process = process;
  }

  /**
   * Starts a primary; makes its database where the directory has none. Returns when it answers
   * queries.
   *
   * @throws StoreException if it cannot; no process is left then
   */
  public static PostgresServer startPrimary(
      PostgresConfig config, PostgresBinaries binaries, Spawner spawner) {
    return new PostgresStart(config, binaries, spawner).primary();
  }

  /**
   * Starts a streaming standby of a primary on this machine: with the data its directory has, or a
   * copy of the primary's where there is none or it is too old. Returns when it receives what the
   * primary writes.
   *
   * @throws StoreException if it cannot; no process is left then
   */
  public static PostgresServer startStandby(
      PostgresConfig config, PostgresServer primary, PostgresBinaries binaries, Spawner spawner) {
    return new PostgresStart(config, binaries, spawner).standby(primary);
  }

  /**
   * Starts a server with the data of a standby that was chosen to be the primary, and makes it
   * that. The former primary must be fenced.
   *
   * @throws StoreException if it cannot; no process is left then
   */
  public static PostgresServer startPromoted(
      PostgresConfig config, PostgresBinaries binaries, Spawner spawner) {
    return new PostgresStart(config, binaries, spawner).promoted();
  }

  /** Whether the directory holds the data of a standby, which no start makes a primary's. */
  public static boolean holdsStandby(PostgresConfig config) {
    var files = new PostgresFiles(config.directory());
    return files.initialised() && Files.exists(files.standbySignal());
  }

  public PostgresConfig config() {
    return config;
  }

  public Role role() {
    return role;
  }

  public int port() {
    return config.port();
  }

  public long pid() {
    return process.pid();
  }

  public ChildProcess process() {
    return process;
  }

  /** Where the database {@value #DATABASE} is; user and password not included. */
  public String jdbcUrl() {
    return "jdbc:postgresql://127.0.0.1:%d/%s".formatted(port(), DATABASE);
  }

  /** The user that owns the database. */
  public String username() {
    return DATABASE;
  }

  /** Holds the password of {@link #username()}, readable for its owner only. */
  public Path passwordFile() {
    return passwordFile(config);
  }

  /** Holds the password of such a server's {@link #username()}. */
  public static Path passwordFile(PostgresConfig config) {
    return new PostgresFiles(config.directory()).userPassword();
  }

  /** Holds the password of {@value #SUPERUSER}, readable for its owner only. */
  public Path superuserPasswordFile() {
    return files().superuserPassword();
  }

  /**
   * Makes a standby a primary; returns when it takes writes. The former primary must be gone.
   *
   * @throws StoreException if the server does not answer or is none
   */
  public void promote() {
    try (Connection connection = connect()) {
      if (!Sql.holds(connection, "SELECT pg_promote(true, 30)")) {
        throw new StoreException(
            Code.UNREACHABLE, "%s did not become a primary within 30 s".formatted(process));
      }
      role = Role.PRIMARY;
    } catch (SQLException | IOException e) {
      throw new StoreException(
          Code.UNREACHABLE,
          "%s cannot become a primary: %s".formatted(process, String.valueOf(e.getMessage())),
          e);
    }
  }

  /**
   * Ends the server by force, with every process of it: nothing is acknowledged any more.
   *
   * @throws StoreException if a process of it does not end
   */
  public void end() {
    process.kill();
    try {
      Remnants.end(files().data(), "postgres");
    } catch (IOException e) {
      throw StoreException.unusable(files().data(), e);
    }
  }

  /**
   * Ends the server as {@link #end} does, and makes its data those of a standby: from then on
   * PostgreSQL itself takes no writes there, whoever starts it. It stays so until the server is
   * made a standby that follows, and then promoted in its turn.
   *
   * @throws StoreException if a process of it does not end, or its data cannot be marked
   */
  public void fence() {
    end();
    try {
      Mark.standby(files());
    } catch (IOException e) {
      throw StoreException.unusable(files().data(), e);
    }
  }

  /**
   * How far this primary's log has come, and with it its standbys. An answer takes a second at
   * most.
   *
   * @throws StoreException if the server does not answer
   */
  public Shipping shipping() {
    try (Connection connection = connect(PROMPT)) {
      return Sql.shipping(connection);
    } catch (SQLException | IOException e) {
      throw silent(e);
    }
  }

  /**
   * Up to where this standby has its primary's log on its disk, in bytes.
   *
   * @throws StoreException if the server does not answer
   */
  public long received() {
    try (Connection connection = connect(PROMPT)) {
      return Long.parseLong(
          Sql.text(
              connection,
              "SELECT pg_wal_lsn_diff(greatest(pg_last_wal_receive_lsn(),"
                  + " pg_last_wal_replay_lsn()), '0/0')::bigint"));
    } catch (SQLException | IOException e) {
      throw silent(e);
    }
  }

  /**
   * Sets which standbys one of which must have synced a commit before it is acknowledged. Takes
   * effect at once, for commits that wait too, and outlives a restart; of a standby, for when it is
   * a primary.
   *
   * @param names of standbys; none: the server's own sync is enough
   * @throws StoreException if the server does not answer
   */
  public void commitOn(List<String> names) {
    var quoted = names.stream().map(name -> '"' + name + '"').collect(Collectors.joining(", "));
    var setting = names.isEmpty() ? "" : "ANY 1 (" + quoted + ")";
    try (Connection connection = connect()) {
      Sql.execute(
          connection, "ALTER SYSTEM SET synchronous_standby_names = '%s'".formatted(setting));
      Sql.execute(connection, "SELECT pg_reload_conf()");
    } catch (SQLException | IOException e) {
      throw silent(e);
    }
  }

  /** Ends open transactions and stops the server; returns when it has ended. Idempotent. */
  public void stop() {
    process.stop(GRACE);
  }

  @Override
  public void close() {
    stop();
  }

  private Connection connect() throws SQLException, IOException {
    return connect(Sql.PATIENCE);
  }

  private Connection connect(Duration reply) throws SQLException, IOException {
    return Sql.connect(
        port(), "postgres", SUPERUSER, new SecretFile(superuserPasswordFile()).read(), reply);
  }

  private StoreException silent(Exception e) {
    return new StoreException(
        Code.UNREACHABLE,
        "%s does not answer: %s".formatted(process, String.valueOf(e.getMessage())),
        e);
  }

  private PostgresFiles files() {
    return new PostgresFiles(config.directory());
  }
}
