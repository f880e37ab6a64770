package ai.hal9.engine.migration;

import ai.hal9.engine.migration.Checkpoints.Mark;
import ai.hal9.engine.store.Partitions;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Moves a table's chunks: writes one on one connection, while the one before is compared and
 * committed on another. They commit in the order of the source, so that a mark tells all before it.
 *
 * <p>A write may wait for the transaction before it, where both have rows of one key; that one only
 * reads from then on, and so waits for nothing.
 */
final class Mover implements AutoCloseable {

  private final MovedTable table;
  private final Set<Instant> days = new HashSet<>();
  private final ExecutorService committer =
      Executors.newSingleThreadExecutor(Thread.ofPlatform().daemon().name("committer").factory());
  private ChunkWriter writer;
  private ChunkWriter other;
  private Future<Mark> beforeLast;
  private Future<Mark> last;

  /**
   * Begins.
   *
   * @param from the mark from which it goes on
   */
  Mover(Target target, Checkpoints checkpoints, MovedTable table, Mark from) {
    this.table = table;
    this.writer = new ChunkWriter(target.connection(), checkpoints, table);
    this.other = new ChunkWriter(target.second(), checkpoints, table);
    this.last = CompletableFuture.completedFuture(from);
    this.beforeLast = last;
  }

  /**
   * Writes a chunk; it is committed later.
   *
   * @throws MigrationException if this one, or one before it, cannot be moved; neither it nor any
   *     after it is committed
   */
  void move(Chunk chunk) throws SQLException, InterruptedException {
    // the last transaction of this writer
    result(beforeLast);
    if (!table.partitioned().isEmpty() && days.addAll(chunk.days())) {
      Partitions.hold(writer.connection(), table.name(), chunk.days());
    }
    if (writer.untimed(chunk).length > 0) {
      result(last);
    }
    var writing = writer;
    var written = writing.write(chunk);
    var before = last;
    beforeLast = last;
    last = committer.submit(() -> writing.commit(written, before.get()));
    writer = other;
    other = writing;
  }

  /** Waits until all is committed; the mark after it. */
  Mark finish() throws SQLException, InterruptedException {
    result(beforeLast);
    return result(last);
  }

  private static Mark result(Future<Mark> committed) throws SQLException, InterruptedException {
    try {
      return committed.get();
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case SQLException cause -> throw cause;
        case MigrationException cause -> throw cause;
        case null, default -> throw new IllegalStateException("the committer failed", e);
      }
    }
  }

  /**
   * Waits for what is being committed; what was only written is rolled back with its connection.
   */
  @Override
  public void close() {
    committer.close();
  }
}
