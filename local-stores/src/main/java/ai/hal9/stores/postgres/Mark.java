package ai.hal9.stores.postgres;

import ai.hal9.stores.process.Platform;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Marks a data directory as a standby's, in PostgreSQL's own way. */
final class Mark {

  private Mark() {}

  /** Returns when the mark is on the disk. */
  static void standby(PostgresFiles files) throws IOException {
    Path signal = files.standbySignal();
    if (!Files.exists(signal)) {
      Files.createFile(signal);
      if (Platform.current().posix()) {
        Files.setOwner(signal, Files.getOwner(files.data()));
      }
    }
    sync(signal, StandardOpenOption.WRITE);
    if (Platform.current().posix()) {
      // the entry in the directory, too
      sync(files.data(), StandardOpenOption.READ);
    }
  }

  private static void sync(Path path, StandardOpenOption access) throws IOException {
    try (var channel = FileChannel.open(path, access)) {
      channel.force(true);
    }
  }
}
