package ai.hal9.stores.file;

import ai.hal9.stores.process.Platform;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Directory trees. */
public final class Trees {

  /** How long a tree may change while it is being deleted. */
  private static final Duration STILL_WRITTEN = Duration.ofSeconds(10);

  private Trees() {}

  /** Lets every user enter a directory: the servers may run as another. */
  public static void share(Path directory) throws IOException {
    if (Platform.current().posix()) {
      Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
  }

  /** Copies a tree with its permissions and, as root, its owners. */
  public static void copy(Path source, Path target) throws IOException {
    try (Stream<Path> tree = Files.walk(source)) {
      for (Path path : (Iterable<Path>) tree::iterator) {
        Files.copy(
            path,
            target.resolve(source.relativize(path).toString()),
            StandardCopyOption.COPY_ATTRIBUTES);
      }
    }
  }

  /** Gives a tree to a user, unless its root is that user's already. */
  public static void give(Path root, int uid) throws IOException {
    if (Files.getAttribute(root, "unix:uid").equals(uid)) {
      return;
    }
    try (Stream<Path> tree = Files.walk(root)) {
      for (Path path : (Iterable<Path>) tree::iterator) {
        Files.setAttribute(path, "unix:uid", uid, LinkOption.NOFOLLOW_LINKS);
        Files.setAttribute(path, "unix:gid", uid, LinkOption.NOFOLLOW_LINKS);
      }
    }
  }

  /**
   * Deletes a tree; one that is not there is fine. A server that was killed may leave processes
   * that write for a moment still: what they add meanwhile is deleted too.
   */
  public static void delete(Path root) throws IOException {
    var began = System.nanoTime();
    while (Files.exists(root)) {
      try {
        deleteWhatIsThere(root);
      } catch (DirectoryNotEmptyException | NoSuchFileException e) {
        if (System.nanoTime() - began > STILL_WRITTEN.toNanos()) {
          throw e;
        }
      }
    }
  }

  private static void deleteWhatIsThere(Path root) throws IOException {
    List<Path> deepestFirst;
    try (Stream<Path> tree = Files.walk(root)) {
      deepestFirst = tree.sorted(Comparator.reverseOrder()).toList();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    for (Path path : deepestFirst) {
      Files.deleteIfExists(path);
    }
  }
}
