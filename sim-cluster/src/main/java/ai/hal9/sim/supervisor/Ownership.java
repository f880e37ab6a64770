package ai.hal9.sim.supervisor;

import ai.hal9.sim.SimException;
import ai.hal9.sim.cluster.ClusterDirectory;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.StandardOpenOption;

/** The right to run a cluster: one process at a time has it, and its death gives it back. */
final class Ownership implements AutoCloseable {

  private final FileLock lock;

  private Ownership(FileLock lock) {
    this.lock = lock;
  }

  /**
   * Takes it.
   *
   * @throws SimException if another process has it
   */
  static Ownership take(ClusterDirectory directory) throws IOException {
    var channel =
        FileChannel.open(directory.lock(), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      var lock = channel.tryLock();
      if (lock != null) {
        return new Ownership(lock);
      }
    } catch (OverlappingFileLockException e) {
      // this very process has it
    }
    channel.close();
    throw new SimException(
        SimException.Code.ALREADY_RUNNING,
        "another supervisor owns %s; stop that cluster first, with: hal9 down --name %s"
            .formatted(directory.root(), directory.root().getFileName()));
  }

  @Override
  public String toString() {
    return lock.isValid() ? "owns" : "owned";
  }

  @Override
  public void close() throws IOException {
    lock.channel().close();
  }
}
