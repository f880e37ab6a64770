package ai.hal9.engine.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.Base64;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/**
 * A file of numbered AES-256 keys, one a line: a number, a space, 32 bytes in Base64. Empty lines
 * and those that begin with {@code #} are passed over. The first key seals, all of them open.
 */
public final class KeyFile {

  private static final int KEY_BYTES = 32;
  private static final Set<PosixFilePermission> OWNERS =
      EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

  private KeyFile() {}

  /**
   * One key.
   *
   * @param id its number, 0 to 999,999,999
   * @param secret for AES
   */
  public record Key(int id, SecretKey secret) {

    /** Says which key, never what it is. */
    @Override
    public String toString() {
      return "key " + id;
    }
  }

  /** What a file held. */
  public sealed interface Reading {
    /** At least one key, the sealing one first. */
    record Keys(List<Key> keys) implements Reading {
      public Keys {
        keys = List.copyOf(keys);
      }
    }

    /** Why it cannot be used; does not quote it. */
    record Refused(String reason) implements Reading {}
  }

  /** Reads the file. */
  public static Reading read(Path file) {
    try {
      var view = Files.getFileAttributeView(file, PosixFileAttributeView.class);
      if (view != null && !OWNERS.containsAll(view.readAttributes().permissions())) {
        return new Reading.Refused(
            "others than its owner can use the file; run: chmod 600 " + file);
      }
      return parse(Files.readAllLines(file), file);
    } catch (IOException e) {
      return new Reading.Refused("the file " + file + " is missing or cannot be read");
    }
  }

  private static Reading parse(List<String> lines, Path file) {
    var keys = new ArrayList<Key>();
    for (var i = 0; i < lines.size(); i++) {
      var line = lines.get(i).strip();
      if (line.isEmpty() || line.startsWith("#")) {
        continue;
      }
      var key = key(line);
      if (key.isEmpty()) {
        return new Reading.Refused(
            "line %d of %s is no key: a number, a space and 32 bytes in Base64 belong there"
                .formatted(i + 1, file));
      }
      if (keys.stream().anyMatch(other -> other.id() == key.get().id())) {
        return new Reading.Refused("%s has two keys of number %d".formatted(file, key.get().id()));
      }
      keys.add(key.get());
    }
    return keys.isEmpty()
        ? new Reading.Refused("the file " + file + " holds no key")
        : new Reading.Keys(keys);
  }

  private static Optional<Key> key(String line) {
    var words = line.split("\\s+", -1);
    if (words.length != 2 || !words[0].matches("\\d{1,9}")) {
      return Optional.empty();
    }
    try {
      var bytes = Base64.getDecoder().decode(words[1]);
      return bytes.length == KEY_BYTES
          ? Optional.of(new Key(Integer.parseInt(words[0]), new SecretKeySpec(bytes, "AES")))
          : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
