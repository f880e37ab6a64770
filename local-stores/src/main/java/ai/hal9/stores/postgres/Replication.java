package ai.hal9.stores.postgres;

import ai.hal9.stores.file.SecretFile;
import ai.hal9.stores.process.LogFile;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/** What ties one standby to its primary: the slot, the password, the copy of the data. */
final class Replication {

  /** How a standby says in its log that it never will stream, or cannot even start. */
  private static final Pattern LOST =
      Pattern.compile(
          "requested WAL segment \\S+ has already been removed"
              + "|can no longer (access|get changes from) replication slot"
              + "|identifier differs between"
              + "|is behind recovery timeline"
              + "|is not in this server's history"
              + "|forked off current database system timeline"
              + "|is not a child of this server's history"
              + "|does not contain minimum recovery point"
              + "|is ahead of the WAL flush position"
              + "|recovery aborted because of insufficient parameter settings",
          Pattern.CASE_INSENSITIVE);

  private static final int LOG_LINES = 40;

  private final PostgresServer primary;
  private final PostgresConfig config;
  private final PostgresFiles files;
  private final String slot;

  /** The end of the primary's log when the standby was started. */
  private volatile String primaryPosition = "0/0";

  Replication(PostgresServer primary, PostgresConfig config, PostgresFiles files) {
    this.primary = primary;
    this.config = config;
    this.files = files;
    this.slot = config.name().toLowerCase(Locale.ROOT).replace('-', '_');
  }

  /** Roles are replicated, so a standby knows its primary's passwords and no others. */
  void copySecrets() throws IOException {
    files.superuserSecret().write(superuserPassword());
    files.userSecret().write(new SecretFile(primary.passwordFile()).read());
    passFile().write("*:*:*:%s:%s%n".formatted(PostgresServer.SUPERUSER, superuserPassword()));
  }

  /** The settings of postgresql.conf that make a server follow the primary. */
  Map<String, String> settings() throws IOException {
    String connection =
        "host=127.0.0.1 port=%d user=%s passfile='%s' application_name=%s"
            .formatted(
                primary.port(),
                PostgresServer.SUPERUSER,
                passFile().path().toString().replace("\\", "\\\\").replace("'", "\\'"),
                config.name());
    return Map.of(
        "primary_conninfo", connection,
        "primary_slot_name", slot,
        // a standby with fewer refuses to start
        "max_connections",
            Integer.toString(
                Math.max(config.maxConnections(), ConfigFiles.connections(primaryData()))));
  }

  /** Makes the slot where it is missing, and notes how far the primary is. */
  void prepare() throws SQLException, IOException {
    try (Connection connection = connect()) {
      if (!Sql.holds(connection, "SELECT true FROM pg_replication_slots WHERE " + thisSlot())) {
        Sql.execute(
            connection, "SELECT pg_create_physical_replication_slot('%s', true)".formatted(slot));
      }
      primaryPosition = Sql.text(connection, "SELECT pg_current_wal_flush_lsn()");
    }
  }

  /** Copies the primary's data into place, under a new slot. */
  void copyData() throws SQLException, IOException {
    try (Connection connection = connect()) {
      Sql.execute(
          connection,
          "SELECT pg_terminate_backend(active_pid, 5000) FROM pg_replication_slots"
              + " WHERE active_pid IS NOT NULL AND "
              + thisSlot());
      Sql.execute(
          connection,
          "SELECT pg_drop_replication_slot(slot_name) FROM pg_replication_slots WHERE "
              + thisSlot());
    }
    prepare();
    try (Connection connection = connect()) {
      new BaseBackup(connection, primaryData()).into(files);
    }
  }

  /**
   * Whether the standby receives what its primary writes, as both of them say. The standby alone is
   * not to be believed: it takes itself for streaming before the primary has looked at the position
   * it asks for.
   *
   * @throws CannotFollow if it never will
   */
  boolean streaming(Connection standby) throws SQLException, IOException {
    if (Sql.holds(
            standby,
            "SELECT status = 'streaming' AND pg_last_wal_receive_lsn() >= '%s'::pg_lsn"
                    .formatted(primaryPosition)
                + " FROM pg_stat_wal_receiver")
        && served()) {
      return true;
    }
    requireAbleToFollow();
    return false;
  }

  private boolean served() throws SQLException, IOException {
    try (Connection connection = connect()) {
      return Sql.holds(
          connection,
          "SELECT state = 'streaming' FROM pg_stat_replication WHERE application_name = '%s'"
              .formatted(config.name()));
    }
  }

  /**
   * Does nothing while the standby's log leaves hope.
   *
   * @throws CannotFollow if it says that these data never will follow the primary
   */
  void requireAbleToFollow() {
    List<String> log = new LogFile(files.log()).lastLines(LOG_LINES);
    log.stream()
        .filter(line -> LOST.matcher(line).find())
        .findFirst()
        .ifPresent(
            line -> {
              throw new CannotFollow(line);
            });
  }

  /** Lets go of the log that this server, once a primary, kept for standbys of its own. */
  void dropOwnSlots() throws SQLException, IOException {
    try (Connection standby =
        Sql.connect(config.port(), "postgres", PostgresServer.SUPERUSER, superuserPassword())) {
      Sql.execute(
          standby,
          "SELECT pg_drop_replication_slot(slot_name) FROM pg_replication_slots WHERE NOT active");
    }
  }

  private SecretFile passFile() {
    return new SecretFile(files.directory().resolve("primary.pgpass"));
  }

  private Path primaryData() {
    return new PostgresFiles(primary.config().directory()).data();
  }

  private String thisSlot() {
    return "slot_name = '" + slot + "'";
  }

  private Connection connect() throws SQLException, IOException {
    return Sql.connect(primary.port(), "postgres", PostgresServer.SUPERUSER, superuserPassword());
  }

  private String superuserPassword() throws IOException {
    return new SecretFile(primary.superuserPasswordFile()).read();
  }
}
