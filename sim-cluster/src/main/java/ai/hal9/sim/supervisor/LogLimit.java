package ai.hal9.sim.supervisor;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the logs of running processes small. A process holds its log open, for appending: the file
 * is copied and emptied in place.
 */
final class LogLimit {

  private static final Logger LOG = LoggerFactory.getLogger(LogLimit.class);
  private static final long LIMIT_BYTES = 16L << 20;

  private final List<Path> places;

  /**
   * @param places where logs are, in them or in their folders
   */
  LogLimit(List<Path> places) {
    this.places = List.copyOf(places);
  }

  void enforce() {
    for (var place : places) {
      try (var logs = Files.find(place, 2, (file, _) -> file.toString().endsWith(".log"))) {
        for (var log : logs.toList()) {
          enforce(log);
        }
      } catch (IOException | UncheckedIOException e) {
        LOG.warn("cannot look after the logs in {}: {}", place, e.toString());
      }
    }
  }

  private static void enforce(Path log) throws IOException {
    if (Files.size(log) > LIMIT_BYTES) {
      copy(log, log.resolveSibling(log.getFileName() + ".1"));
      empty(log);
    }
  }

  /** A full disk has no room for a copy; then the room is what matters. */
  private static void copy(Path log, Path copy) throws IOException {
    try {
      Files.copy(log, copy, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      LOG.warn("{} is emptied without a copy: {}", log, e.toString());
      forget(copy);
    }
  }

  private static void forget(Path piece) {
    try {
      Files.deleteIfExists(piece);
    } catch (IOException e) {
      LOG.warn("a piece of a log is left in {}: {}", piece, e.toString());
    }
  }

  private static void empty(Path log) throws IOException {
    try (var channel = FileChannel.open(log, StandardOpenOption.WRITE)) {
      channel.truncate(0);
    }
  }
}
