package ai.hal9.engine.queue;

import ai.hal9.engine.store.PendingRow;
import ai.hal9.engine.store.StoredRow;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** A node without a durable Redis. */
final class NoQueue implements SignalQueue {

  private static final String REASON = "this node has no durable Redis";

  @Override
  public Optional<Obstacle> obstacle() {
    return Optional.of(new Obstacle(false, REASON));
  }

  @Override
  public Optional<Obstacle> obstacle(int slot) {
    return obstacle();
  }

  @Override
  public boolean offer(PendingRow row) {
    var _ = row.tellRefused(REASON);
    return true;
  }

  @Override
  public Optional<StoredRow> find(UUID id) {
    return Optional.empty();
  }

  @Override
  public QueueState state() {
    throw new QueueException(REASON);
  }

  @Override
  public List<DeadLetter> deadLetters(int most) {
    throw new QueueException(REASON);
  }

  @Override
  public int redrive(List<String> ids) {
    throw new QueueException(REASON);
  }

  @Override
  public int discard(List<String> ids) {
    throw new QueueException(REASON);
  }

  @Override
  public void close(Duration deadline) {}
}
