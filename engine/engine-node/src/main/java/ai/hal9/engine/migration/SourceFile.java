package ai.hal9.engine.migration;

import ai.hal9.engine.config.NodeConfig;
import ai.hal9.engine.shard.ShardMap;
import ai.hal9.engine.shard.Slots;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.sqlite.Function;
import org.sqlite.SQLiteConfig;
import org.sqlite.core.Codes;

/**
 * A SQLite file, read within one transaction, which keeps others from changing it meanwhile. Used
 * by one thread at a time.
 */
final class SourceFile implements AutoCloseable {

  private static final byte[] MAGIC = "SQLite format 3\0".getBytes(StandardCharsets.US_ASCII);
  private static final String OWNER = "hal9_shard";
  private static final int BUFFER = 1 << 20;

  private final Path path;
  private final Connection connection;
  private @Nullable String fingerprint;

  private SourceFile(Path path, Connection connection) {
    this.path = path;
    this.connection = connection;
  }

  /**
   * Opens a file to read.
   *
   * @throws MigrationException if it is no SQLite file, or has changes that are not in it yet
   */
  static SourceFile open(Path file) {
    try {
      var path = file.toRealPath();
      try (var bytes = Files.newInputStream(path)) {
        if (!Arrays.equals(bytes.readNBytes(MAGIC.length), MAGIC)) {
          throw MigrationException.usage(path + " is no SQLite file");
        }
      }
      var log = path.resolveSibling(path.getFileName() + "-wal");
      if (Files.exists(log) && Files.size(log) > 0) {
        throw MigrationException.usage(
            "%s is in use, or was not closed: some of it is in %s. End what writes it, or run: sqlite3 %s 'PRAGMA wal_checkpoint(TRUNCATE)'"
                .formatted(path, log.getFileName(), path));
      }
      var config = new SQLiteConfig();
      config.setReadOnly(true);
      config.setBusyTimeout(5_000);
      config.setTempStore(SQLiteConfig.TempStore.FILE);
      var connection = config.createConnection("jdbc:sqlite:" + path);
      connection.setAutoCommit(false);
      try (var statement = connection.createStatement()) {
        // the first read takes the lock that is held from here on
        statement.executeQuery("SELECT count(*) FROM sqlite_master").close();
      }
      return new SourceFile(path, connection);
    } catch (IOException e) {
      throw MigrationException.usage(file + " cannot be read; name an existing file");
    } catch (SQLException e) {
      throw MigrationException.usage(file + " cannot be opened: " + e.getMessage());
    }
  }

  Path path() {
    return path;
  }

  Connection connection() {
    return connection;
  }

  /** The SHA-256 of its content. */
  String fingerprint() {
    var known = fingerprint == null ? digest() : fingerprint;
    fingerprint = known;
    return known;
  }

  private String digest() {
    try (var bytes =
        new DigestInputStream(Files.newInputStream(path), MessageDigest.getInstance("SHA-256"))) {
      var buffer = new byte[BUFFER];
      while (bytes.read(buffer) >= 0) {
        // the digest takes it
      }
      return HexFormat.of().formatHex(bytes.getMessageDigest().digest());
    } catch (IOException e) {
      throw MigrationException.failed(path + " cannot be read: " + e.getMessage(), e);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Has {@link #lyingOn} tell rows by a map from here on. */
  void spreadBy(ShardMap map) {
    try {
      Function.create(
          connection,
          OWNER,
          new Function() {
            @Override
            protected void xFunc() throws SQLException {
              var blob = value_type(0) == Codes.SQLITE_BLOB;
              result(shard(map, value_blob(0), blob));
            }
          },
          1,
          Function.FLAG_DETERMINISTIC);
    } catch (SQLException e) {
      throw new IllegalStateException("SQLite takes no function", e);
    }
  }

  private static int shard(ShardMap map, byte @Nullable [] id, boolean blob) {
    try {
      return id == null ? NodeConfig.FIRST_SHARD : map.owner(Slots.of(Cells.uuid(id, blob)));
    } catch (RowRefusal e) {
      return NodeConfig.FIRST_SHARD;
    }
  }

  /**
   * The condition that the row of an id goes to a shard; what is no id goes to the first, which
   * refuses it.
   */
  static String lyingOn(String id, int shard) {
    return "%s(%s) = %d".formatted(OWNER, id, shard);
  }

  /** Whether it has the table. */
  boolean has(MovedTable table) throws SQLException {
    try (var query =
        connection.prepareStatement(
            "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?")) {
      query.setString(1, table.name());
      try (var found = query.executeQuery()) {
        return found.next();
      }
    }
  }

  /** The columns, and {@code rowid}, that the table ought to have and has not. */
  List<String> missing(MovedTable table) throws SQLException {
    var there = new HashSet<String>();
    try (var query = connection.prepareStatement("SELECT name FROM pragma_table_info(?)")) {
      query.setString(1, table.name());
      try (var found = query.executeQuery()) {
        while (found.next()) {
          there.add(found.getString(1));
        }
      }
    }
    try (var statement = connection.createStatement()) {
      statement.executeQuery("SELECT rowid FROM " + table.name() + " LIMIT 0").close();
    } catch (SQLException e) {
      return List.of("rowid");
    }
    return table.source().stream().map(Column::name).filter(name -> !there.contains(name)).toList();
  }

  /** The number before the least rowid of a table, which may be negative; 0 when it is empty. */
  long beforeFirst(MovedTable table) throws SQLException {
    return number("SELECT coalesce(min(rowid), 1) - 1 FROM " + table.name());
  }

  /** The greatest rowid of a table; 0 when it is empty. */
  long lastRow(MovedTable table) throws SQLException {
    return number("SELECT coalesce(max(rowid), 0) FROM " + table.name());
  }

  /** How many rows are to be moved. */
  long count(MovedTable table) throws SQLException {
    return number("SELECT count(*) FROM %s t WHERE %s".formatted(table.name(), table.part()));
  }

  private long number(String query) throws SQLException {
    try (var statement = connection.createStatement();
        var result = statement.executeQuery(query)) {
      result.next();
      return result.getLong(1);
    }
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
