package ai.hal9.stores.binary;

import ai.hal9.stores.failure.StoreException;
import ai.hal9.stores.file.Trees;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * Where bundled programs are unpacked and templates are made, once. Safe between processes: each
 * unpacks beside the target and moves the whole, and the first to move wins.
 */
public record BinaryCache(Path directory) {

  public BinaryCache {
    directory = directory.toAbsolutePath();
  }

  /** {@code binaries} in {@code HAL9_HOME}, by default {@code ~/.hal9}. */
  public static BinaryCache standard() {
    String home = System.getenv("HAL9_HOME");
    Path hal9 =
        home == null || home.isBlank()
            ? Path.of(System.getProperty("user.home"), ".hal9")
            : Path.of(home);
    return new BinaryCache(hal9.resolve("binaries"));
  }

  /** Fills a new directory. */
  public interface Unpacking {
    void into(Path directory) throws IOException;
  }

  /** The directory of that name, filled by {@code unpacking} where it is not there yet. */
  public Path directory(String name, Unpacking unpacking) {
    Path target = directory.resolve(name);
    if (Files.isDirectory(target)) {
      return target;
    }
    try {
      Files.createDirectories(directory);
      Path unpacked = Files.createTempDirectory(directory, name + ".");
      try {
        unpacking.into(unpacked);
        Trees.share(unpacked);
        move(unpacked, target);
      } finally {
        Trees.delete(unpacked);
      }
      return target;
    } catch (IOException e) {
      throw StoreException.unusable(directory, e);
    }
  }

  private static void move(Path unpacked, Path target) throws IOException {
    try {
      Files.move(unpacked, target, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      if (!Files.isDirectory(target)) {
        throw e;
      }
      // another process was first
    }
  }

  /** A file of the class path. */
  static InputStream resource(String name) {
    InputStream stream = BinaryCache.class.getResourceAsStream("/" + name);
    if (stream == null) {
      throw new StoreException(
          StoreException.Code.BINARY_MISSING,
          "this build brings no %s for this platform. Name an installed one: --postgres-bin DIR"
                  .formatted(name)
              + " or --redis-server FILE");
    }
    return stream;
  }
}
