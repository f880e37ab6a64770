package ai.hal9.stores.file;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Files that several processes change: each changes what is there at that moment, and none of what
 * another has written is lost. A file called {@code NAME.lock} beside it is locked meanwhile, and
 * stays.
 */
public final class SharedFile {

  /** A process locks a file once, whichever of its threads does. */
  private static final ReentrantLock TURN = new ReentrantLock();

  private SharedFile() {}

  /** What a file is to hold, given what it holds. */
  @FunctionalInterface
  public interface Change {

    /**
     * The new text.
     *
     * @param before empty when there is no file
     */
    String of(Optional<String> before) throws IOException;
  }

  /**
   * Changes a file's text as {@link WholeFile} does; waits while another changes it.
   *
   * @throws IOException when it cannot be read or written; what was there before is still there
   */
  public static void change(Path file, Change change) throws IOException {
    var folder = file.toAbsolutePath().getParent();
    Files.createDirectories(folder);
    TURN.lock();
    try (var channel = FileChannel.open(lock(file), CREATE, WRITE);
        var held = channel.lock()) {
      assert held.isValid();
      var before =
          Files.exists(file) ? Optional.of(Files.readString(file)) : Optional.<String>empty();
      var text = change.of(before);
      if (!before.equals(Optional.of(text))) {
        WholeFile.write(file, text);
      }
    } finally {
      TURN.unlock();
    }
  }

  private static Path lock(Path file) {
    return file.resolveSibling(file.getFileName() + ".lock");
  }
}
