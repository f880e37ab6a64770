package ai.hal9.stores.postgres;

import ai.hal9.stores.file.Trees;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Set;

/**
 * Copies the data directory of a running server on this machine, by the low-level procedure of
 * PostgreSQL's manual, "Making a Base Backup Using the Low Level API".
 */
final class BaseBackup {

  /** Directories whose content belongs to the running server, not to its data. */
  private static final Set<String> CONTENT_STAYS =
      Set.of(
          "pg_wal",
          "pg_replslot",
          "pg_dynshmem",
          "pg_notify",
          "pg_serial",
          "pg_snapshots",
          "pg_stat_tmp",
          "pg_subtrans");

  private static final Set<String> STAYS =
      Set.of(
          "postmaster.pid",
          "postmaster.opts",
          "backup_label",
          "tablespace_map",
          "standby.signal",
          "recovery.signal",
          "pg_internal.init");

  private static final String TEMPORARY = "pgsql_tmp";

  private final Connection connection;
  private final Path source;

  BaseBackup(Connection connection, Path source) {
    this.connection = connection;
    this.source = source;
  }

  /** Makes a standby's data directory. It appears whole or not at all. */
  void into(PostgresFiles target) throws SQLException, IOException {
    Path copy = target.unfinishedData();
    Trees.delete(copy);
    try {
      Sql.execute(connection, "SELECT pg_backup_start('hal9 standby', true)");
      Files.walkFileTree(source, new Copying(copy));
      Files.writeString(copy.resolve("backup_label"), stop());
      Files.createDirectory(copy.resolve("pg_wal/archive_status"));
      Files.createDirectory(copy.resolve("pg_wal/summaries"));
      Files.createFile(copy.resolve("standby.signal"));
      Files.move(copy, target.data(), StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Trees.delete(copy);
    }
  }

  private String stop() throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery("SELECT labelfile FROM pg_backup_stop(false)")) {
      result.next();
      return result.getString(1);
    }
  }

  private final class Copying extends SimpleFileVisitor<Path> {

    private final Path target;

    Copying(Path target) {
      this.target = target;
    }

    @Override
    public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes)
        throws IOException {
      String name = directory.getFileName().toString();
      if (name.startsWith(TEMPORARY)) {
        return FileVisitResult.SKIP_SUBTREE;
      }
      Files.copy(directory, counterpart(directory), StandardCopyOption.COPY_ATTRIBUTES);
      return source.equals(directory.getParent()) && CONTENT_STAYS.contains(name)
          ? FileVisitResult.SKIP_SUBTREE
          : FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      if (!STAYS.contains(file.getFileName().toString())) {
        try {
          Files.copy(file, counterpart(file), StandardCopyOption.COPY_ATTRIBUTES);
        } catch (NoSuchFileException e) {
          // dropped meanwhile: the log says so to the standby, too
        }
      }
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
      if (e instanceof NoSuchFileException) {
        return FileVisitResult.CONTINUE;
      }
      throw e;
    }

    private Path counterpart(Path path) {
      return target.resolve(source.relativize(path).toString());
    }
  }
}
