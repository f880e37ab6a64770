package ai.hal9.engine.migration;

import java.sql.SQLException;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/**
 * Chunks that a thread of its own reads ahead, two at most, so that source and PostgreSQL work at
 * the same time in bounded memory.
 */
final class ChunkStream implements AutoCloseable {

  private static final int AHEAD = 2;

  private sealed interface Item {
    record Read(Chunk chunk) implements Item {}

    record End() implements Item {}

    record Failed(Exception cause) implements Item {}
  }

  private final BlockingQueue<Item> items = new ArrayBlockingQueue<>(AHEAD);
  private final ChunkReader reader;
  private final Thread thread;

  /** Begins to read; the reader is closed with this. */
  ChunkStream(ChunkReader reader) {
    this.reader = reader;
    this.thread = Thread.ofPlatform().daemon().name("source-reader").start(this::read);
  }

  /** The next chunk, or nothing when there are no more. */
  Optional<Chunk> next() throws SQLException, InterruptedException {
    return switch (items.take()) {
      case Item.Read(var chunk) -> Optional.of(chunk);
      case Item.End() -> Optional.empty();
      case Item.Failed(SQLException cause) ->
          throw MigrationException.failed(
              "the source cannot be read: " + cause.getMessage(), cause);
      case Item.Failed(var cause) -> throw new IllegalStateException("the reader failed", cause);
    };
  }

  private void read() {
    try {
      try {
        for (var next = reader.next(); next.isPresent(); next = reader.next()) {
          items.put(new Item.Read(next.get()));
        }
        items.put(new Item.End());
      } catch (SQLException | RuntimeException e) {
        items.put(new Item.Failed(e));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() throws SQLException {
    thread.interrupt();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    reader.close();
  }
}
