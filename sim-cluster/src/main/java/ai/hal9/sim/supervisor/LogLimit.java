package ai.hal9.sim.supervisor;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the logs of running processes small. A process holds its log open, for appending: the file
 * is copied and emptied in place.
 */
final class LogLimit {

  private static final Logger LOG = LoggerFactory.getLogger(LogLimit.class);
  private static final long LIMIT_BYTES = 16L << 20;

  private final Path directory;

  LogLimit(Path directory) {
    this.directory = directory;
  }

  void enforce() {
    try (var logs = Files.newDirectoryStream(directory, "*.log")) {
      for (var log : logs) {
        if (Files.size(log) > LIMIT_BYTES) {
          empty(log);
        }
      }
    } catch (IOException e) {
      LOG.warn("cannot look after the logs in {}: {}", directory, e.toString());
    }
  }

  private static void empty(Path log) throws IOException {
    Files.copy(
        log, log.resolveSibling(log.getFileName() + ".1"), StandardCopyOption.REPLACE_EXISTING);
    try (var channel = FileChannel.open(log, StandardOpenOption.WRITE)) {
      channel.truncate(0);
    }
  }
}
