package ai.hal9.sim.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * What a node's JVM has learned in one run, beside the build, for the next to start with. It fits
 * one set of jars and one Java; the JVM ignores one that does not fit.
 */
public final class AotCache {

  private final Path directory;
  private final List<Path> jars;

  private AotCache(Path directory, List<Path> jars) {
    this.directory = directory;
    this.jars = jars;
  }

  public static AotCache of(Installation installation) {
    return new AotCache(installation.engineBuild(), installation.engineJars());
  }

  public Path file() {
    return directory.resolve("node.aot");
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

  /** Makes a cache file at a path it is given. */
  public interface Training {
    void into(Path file);
  }

  /**
   * Makes the cache, unless another process has made it meanwhile.
   *
   * @return whether there is one that fits now
   */
  public boolean train(Training training) throws IOException {
    var key = key();
    try (var channel =
            FileChannel.open(
                directory.resolve("node.aot.lock"),
                StandardOpenOption.CREATE,
                StandardOpenOption.WRITE);
        var lock = channel.lock()) {
      if (lock.isValid() && fits()) {
        return true;
      }
      var fresh = directory.resolve("node.aot.new");
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

  /** Drops a cache that does harm. */
  public void drop() {
    try {
      Files.deleteIfExists(keyFile());
      Files.deleteIfExists(file());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path keyFile() {
    return directory.resolve("node.aot.key");
  }

  private String key() {
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      add(digest, Runtime.version() + " " + System.getProperty("java.home"));
      for (var jar : jars) {
        add(digest, jar + " " + Files.size(jar) + " " + Files.getLastModifiedTime(jar).toMillis());
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void add(MessageDigest digest, String text) {
    digest.update((text + "\n").getBytes(StandardCharsets.UTF_8));
  }
}
