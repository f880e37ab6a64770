package ai.hal9.sim.cluster;

import ai.hal9.sim.SimException;
import ai.hal9.stores.file.SecretFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * The keys that seal a cluster's sessions, one numbered key a line: the first seals, all of them
 * open. Nodes read the file again within a second of a change, each in its own time; so a new key
 * is made known to all of them before it becomes the first.
 */
public final class SessionKeyFile {

  private static final int KEY_BYTES = 32;

  private final Path file;
  private final RandomGenerator random;

  /** The keys in a file. */
  public SessionKeyFile(Path file, RandomGenerator random) {
    this.file = file;
    this.random = random;
  }

  /** Adds a new key behind the first, which goes on sealing; the new one's number. */
  public int announce() {
    var keys = keys();
    var next = keys.stream().mapToInt(SessionKeyFile::number).max().orElse(0) + 1;
    var secret = new byte[KEY_BYTES];
    random.nextBytes(secret);
    keys.add(Math.min(1, keys.size()), next + " " + Base64.getEncoder().encodeToString(secret));
    write(keys);
    return next;
  }

  /** From now on the key of this number seals; the others open. */
  public void promote(int number) {
    var keys = keys();
    var key = keys.stream().filter(line -> number(line) == number).findFirst().orElseThrow();
    keys.remove(key);
    keys.addFirst(key);
    write(keys);
  }

  /** Takes away all but the one that seals; how many there were. Their sessions end. */
  public int forget() {
    var keys = keys();
    write(keys.subList(0, Math.min(1, keys.size())));
    return Math.max(0, keys.size() - 1);
  }

  private List<String> keys() {
    try {
      var keys = new ArrayList<String>();
      for (var line : Files.readAllLines(file)) {
        var key = line.strip();
        if (!key.isEmpty() && !key.startsWith("#")) {
          keys.add(key);
        }
      }
      return keys;
    } catch (IOException e) {
      throw new SimException(
          SimException.Code.STORAGE,
          "%s cannot be read: has the cluster been up?".formatted(file),
          e);
    }
  }

  private void write(List<String> keys) {
    try {
      new SecretFile(file).write(String.join("\n", keys) + "\n");
    } catch (IOException e) {
      throw new SimException(SimException.Code.STORAGE, file + " cannot be written", e);
    }
  }

  private static int number(String line) {
    try {
      return Integer.parseInt(line.split("\\s+", 2)[0]);
    } catch (NumberFormatException e) {
      throw new SimException(
          SimException.Code.CONFIGURATION, "the file of session keys has a line that is no key", e);
    }
  }
}
