package ai.hal9.sim.supervisor;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * Which of a store's servers is the primary. It is written down before a new one serves, and is
 * what the next supervisor goes by.
 */
final class Primacy {

  private final String store;
  private final Path file;
  private volatile String holder;

  private Primacy(String store, Path file, String holder) {
    this.store = store;
    this.file = file;
    this.holder = holder;
  }

  /**
   * As it was written down.
   *
   * @param store its name, and its first server's, which holds it where nothing is written yet
   */
  static Primacy read(Path file, String store) {
    try {
      return new Primacy(store, file, Files.exists(file) ? Files.readString(file).strip() : store);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The name of the store. */
  String store() {
    return store;
  }

  /** The name of the server that has it. */
  String holder() {
    return holder;
  }

  boolean heldBy(String server) {
    return holder.equals(server);
  }

  /** Passes it on; returns when that is on the disk. */
  void pass(String server) throws IOException {
    var fresh = file.resolveSibling(file.getFileName() + ".new");
    try (var channel =
        FileChannel.open(
            fresh,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      channel.write(ByteBuffer.wrap((server + "\n").getBytes(StandardCharsets.UTF_8)));
      channel.force(true);
    }
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    holder = server;
  }
}
