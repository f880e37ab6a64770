package ai.hal9.console.runs;

import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.List;

/** The database's file: opened, brought to the newest schema, moved aside when it is damaged. */
final class RunFile {

  private static final int ALREADY_OPEN = 90020;
  private static final int DAMAGED = 90030;
  private static final int IO_ERROR = 90028;
  private static final int IO_ERROR_TOLD = 90031;
  private static final int UNSUPPORTED_FORMAT = 90048;

  /** Scripts in order; the n-th brings a file of version n - 1 to version n. */
  private static final List<String> SCHEMAS = List.of("schema-1.sql");

  private final Path directory;
  private final InstantSource clock;

  /** An open database, and what the user should know of it. */
  record Opened(Connection connection, String notice) {}

  RunFile(Path directory, InstantSource clock) {
    this.directory = directory;
    this.clock = clock;
  }

  Opened open() throws SQLException {
    try {
      Files.createDirectories(directory);
    } catch (IOException e) {
      throw new RunsException(
          RunsException.Code.STORAGE,
          "The history of runs cannot be kept in %s (%s).".formatted(directory, e.getMessage()),
          e);
    }
    try {
      return new Opened(connected(), "");
    } catch (SQLException e) {
      if (!damaged(e)) {
        throw e;
      }
      var aside = moveAside();
      return new Opened(
          connected(),
          "The history of runs was damaged and could not be read. It was moved to %s, and a new one begun."
              .formatted(aside));
    }
  }

  private Connection connected() throws SQLException {
    // what is committed is in the operating system's hands, so that no kill of this process loses
    // it
    var connection =
        DriverManager.getConnection(
            "jdbc:h2:file:%s;WRITE_DELAY=0;DB_CLOSE_ON_EXIT=FALSE"
                .formatted(directory.resolve("runs").toAbsolutePath()));
    try {
      migrate(connection);
      return connection;
    } catch (SQLException | RunsException e) {
      connection.close();
      throw e;
    }
  }

  private static void migrate(Connection connection) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute("create table if not exists schema_version (version int not null)");
      var version = 0;
      try (var row = statement.executeQuery("select max(version) from schema_version")) {
        row.next();
        version = row.getInt(1);
      }
      if (version > SCHEMAS.size()) {
        throw new RunsException(
            RunsException.Code.NEWER,
            "The history of runs was written by a newer HAL9. Use that one, or set HAL9_HOME to"
                + " another directory.");
      }
      for (var next = version; next < SCHEMAS.size(); next++) {
        // H2 commits with every change of the schema: a script must bear being run again
        statement.execute(script(SCHEMAS.get(next)));
        statement.execute("insert into schema_version values (" + (next + 1) + ")");
      }
    }
  }

  private static String script(String name) {
    try (var in = RunFile.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException(name + " is missing from the build");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new IllegalStateException(name + " cannot be read", e);
    }
  }

  private Path moveAside() {
    var file = directory.resolve("runs.mv.db");
    var aside =
        directory.resolve(
            "runs.damaged-" + clock.instant().toString().replace(':', '-') + ".mv.db");
    try {
      return Files.move(file, aside);
    } catch (IOException e) {
      throw new RunsException(
          RunsException.Code.STORAGE,
          "The history of runs in %s is damaged and cannot be moved aside (%s)."
              .formatted(file, e.getMessage()),
          e);
    }
  }

  private static boolean damaged(SQLException e) {
    return e.getErrorCode() == DAMAGED || e.getErrorCode() == UNSUPPORTED_FORMAT || cutShort(e);
  }

  private static boolean cutShort(SQLException e) {
    Throwable cause = e;
    while (cause != null && !(cause instanceof EOFException)) {
      cause = cause.getCause();
    }
    return cause != null;
  }

  /** What H2 said, in words for the user. */
  RunsException told(SQLException e) {
    return switch (e.getErrorCode()) {
      case ALREADY_OPEN ->
          new RunsException(
              RunsException.Code.BUSY,
              "The history of runs is open in another window. Close that one, then try again.",
              e);
      case IO_ERROR, IO_ERROR_TOLD ->
          new RunsException(
              RunsException.Code.STORAGE,
              "The history of runs in %s cannot be read or written: check space, owner and mode."
                  .formatted(directory),
              e);
      default ->
          new RunsException(
              RunsException.Code.STORAGE,
              "The history of runs in %s failed: %s".formatted(directory, e.getMessage()),
              e);
    };
  }
}
