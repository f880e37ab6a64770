package ai.hal9.engine.session;

import ai.hal9.engine.config.KeyFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import javax.crypto.SecretKey;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The keys in the key file, followed as it changes. A file that cannot be used is refused whole and
 * the keys in force stay.
 */
final class SessionKeys {

  private static final Logger LOG = LoggerFactory.getLogger(SessionKeys.class);

  private final Path file;
  private final Consumer<String> told;
  private volatile Ring ring;
  private Object seen;

  private record Ring(KeyFile.Key sealing, Map<Integer, SecretKey> keys) {}

  private record Stamp(long modified, long size) {}

  /**
   * Reads the file.
   *
   * @param told what changed later, or why it did not
   * @throws IllegalStateException when it cannot be used
   */
  SessionKeys(Path file, Consumer<String> told) {
    this.file = file;
    this.told = told;
    this.seen = stamp();
    this.ring =
        switch (KeyFile.read(file)) {
          case KeyFile.Reading.Keys keys -> ring(keys);
          case KeyFile.Reading.Refused(var reason) -> throw new IllegalStateException(reason);
        };
  }

  /** The key that seals. */
  KeyFile.Key sealing() {
    return ring.sealing;
  }

  /**
   * The key of this number; looks into the file again before it says that there is none, or waits
   * for another thread that does.
   */
  @Nullable SecretKey opening(int id) {
    var key = ring.keys.get(id);
    if (key == null) {
      refresh();
      key = ring.keys.get(id);
    }
    return key;
  }

  /** Takes over the file's keys if it has changed. */
  synchronized void refresh() {
    var now = stamp();
    if (now.equals(seen)) {
      return;
    }
    seen = now;
    switch (KeyFile.read(file)) {
      case KeyFile.Reading.Keys keys -> {
        ring = ring(keys);
        tell("sessions are sealed with " + ring.sealing + " from now on");
      }
      case KeyFile.Reading.Refused(var reason) ->
          tell("the session keys stay as they were: " + reason);
    }
  }

  private void tell(String what) {
    LOG.info("{}", what);
    told.accept(what);
  }

  private Object stamp() {
    try {
      return new Stamp(Files.getLastModifiedTime(file).toMillis(), Files.size(file));
    } catch (IOException e) {
      return "unreadable";
    }
  }

  private static Ring ring(KeyFile.Reading.Keys read) {
    return new Ring(
        read.keys().getFirst(),
        read.keys().stream()
            .collect(Collectors.toUnmodifiableMap(KeyFile.Key::id, KeyFile.Key::secret)));
  }
}
