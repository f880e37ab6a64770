package ai.hal9.sim.process;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a JVM has learned in one run, beside the build, for the next to start with. It fits one set
 * of jars and one Java; the JVM ignores one that does not fit. An image brings its caches along and
 * makes no others.
 */
public final class AotCache {

  private static final Logger LOG = LoggerFactory.getLogger(AotCache.class);

  private final Installation installation;
  private final Path directory;
  private final String name;
  private final List<Path> jars;

  private AotCache(Installation installation, Path directory, String name, List<Path> jars) {
    this.installation = installation;
    this.directory = directory;
    this.name = name;
    this.jars = jars;
  }

  /** The engine nodes'. */
  public static AotCache of(Installation installation) {
    return new AotCache(
        installation, installation.engineBuild(), "node", installation.engineJars());
  }

  /** The console's, for the class path of this JVM. */
  public static AotCache ofConsole(Installation installation) {
    return new AotCache(
        installation, installation.consoleBuild(), "console", Installation.ownJars());
  }

  public Path file() {
    return beside("");
  }

  /** Whether there is one for these jars and this Java. */
  public boolean fits() {
    try {
      return Files.exists(file())
          && Files.exists(keyFile())
          && Files.readString(keyFile()).strip().equals(key());
    } catch (IOException e) {
      return false;
    }
  }

  /** Whether one may be made here: anywhere but in an image that has one. */
  public boolean trainable() {
    return !installation.image() || !Files.exists(file());
  }

  /** Makes a cache file at a path it is given. */
  public interface Training {
    void into(Path file) throws IOException;
  }

  /**
   * Makes the cache, unless another process has made it meanwhile.
   *
   * @return whether there is one that fits now
   */
  public boolean train(Training training) throws IOException {
    var key = key();
    try (var channel =
            FileChannel.open(beside(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        var lock = channel.lock()) {
      if (lock.isValid() && fits()) {
        return true;
      }
      var fresh = beside(".new");
      Files.deleteIfExists(fresh);
      training.into(fresh);
      if (!Files.exists(fresh) || !key.equals(key())) {
        return false;
      }
      Files.deleteIfExists(keyFile());
      Files.move(fresh, file(), StandardCopyOption.REPLACE_EXISTING);
      Files.writeString(keyFile(), key + "\n");
      return true;
    }
  }

  /** Drops a cache that does harm, where it can be: an image's belongs to another user. */
  public void drop() {
    try {
      Files.deleteIfExists(keyFile());
      Files.deleteIfExists(file());
    } catch (IOException e) {
      LOG.warn("{} does harm and cannot be removed: {}", file(), e.getMessage());
    }
  }

  private Path beside(String ending) {
    return directory.resolve(name + ".aot" + ending);
  }

  private Path keyFile() {
    return beside(".key");
  }

  private String key() {
    return new JarKey(installation.root(), jars).text();
  }
}
