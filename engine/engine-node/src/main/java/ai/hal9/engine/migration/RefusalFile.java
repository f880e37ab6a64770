package ai.hal9.engine.migration;

import ai.hal9.engine.json.JsonBytes;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/** Keeps the rows that are not moved, as a line of JSON each. */
final class RefusalFile implements AutoCloseable {

  private final Path path;
  private final FileChannel file;

  private RefusalFile(Path path, FileChannel file) {
    this.path = path;
    this.file = file;
  }

  /**
   * Opens a file to write to.
   *
   * @param resumed whether what it holds stays
   */
  static RefusalFile open(Path path, boolean resumed) {
    try {
      return new RefusalFile(
          path,
          FileChannel.open(
              path,
              StandardOpenOption.CREATE,
              StandardOpenOption.WRITE,
              resumed ? StandardOpenOption.APPEND : StandardOpenOption.TRUNCATE_EXISTING));
    } catch (IOException e) {
      throw MigrationException.usage("--skip-bad %s cannot be written".formatted(path));
    }
  }

  /** Adds rows; they are on the disk when it returns. */
  void add(List<RefusedRow> rows) {
    if (rows.isEmpty()) {
      return;
    }
    try {
      var lines = new JsonBytes(128 * rows.size());
      for (var row : rows) {
        lines
            .raw("{\"table\":")
            .quoted(row.table())
            .raw(",\"row\":" + row.row() + ",\"id\":")
            .quoted(row.id())
            .raw(",\"reason\":")
            .quoted(row.reason())
            .raw("}\n");
      }
      var buffer = lines.toBuffer();
      while (buffer.hasRemaining()) {
        file.write(buffer);
      }
      file.force(false);
    } catch (IOException e) {
      throw MigrationException.failed(
          "--skip-bad %s cannot be written: %s".formatted(path, e.getMessage()), e);
    }
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
