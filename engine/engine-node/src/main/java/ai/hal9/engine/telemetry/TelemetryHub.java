package ai.hal9.engine.telemetry;

import ai.hal9.api.telemetry.SourceKind;
import ai.hal9.api.telemetry.TelemetrySnapshot;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

/** Copies each snapshot's reference into the buffers of those who want its kind. */
final class TelemetryHub implements TelemetryFeed {

  private final List<Buffer> buffers = new CopyOnWriteArrayList<>();
  private final Meters.Count dropped;

  /**
   * A hub without subscribers.
   *
   * @param dropped counts what slow subscribers lose
   */
  TelemetryHub(Meters.Count dropped) {
    this.dropped = dropped;
  }

  @Override
  public Subscription subscribe(Set<SourceKind> kinds, int buffer) {
    if (buffer < 1) {
      throw new IllegalArgumentException("a buffer of " + buffer + " holds nothing");
    }
    var added = new Buffer(Set.copyOf(kinds), buffer);
    buffers.add(added);
    return added;
  }

  @Override
  public int subscribers() {
    return buffers.size();
  }

  /** Whether anyone listens to a kind of source. */
  boolean wants(SourceKind kind) {
    return buffers.stream().anyMatch(buffer -> buffer.kinds.contains(kind));
  }

  void publish(TelemetrySnapshot snapshot) {
    var shared = new SharedSnapshot(snapshot);
    for (var buffer : buffers) {
      if (buffer.kinds.contains(snapshot.source().kind())) {
        buffer.offer(shared);
      }
    }
  }

  void close() {
    buffers.forEach(Buffer::close);
  }

  private final class Buffer implements Subscription {

    private final Set<SourceKind> kinds;
    private final int capacity;
    private final Mailbox<SharedSnapshot> mailbox = new Mailbox<>(dropped::increment);

    Buffer(Set<SourceKind> kinds, int capacity) {
      this.kinds = kinds;
      this.capacity = capacity;
    }

    void offer(SharedSnapshot snapshot) {
      mailbox.offer(snapshot, capacity);
    }

    @Override
    public Optional<Delivery> next(Duration timeout) throws InterruptedException {
      return mailbox.next(timeout).map(taken -> new Delivery(taken.lost(), taken.item()));
    }

    @Override
    public boolean open() {
      return mailbox.open();
    }

    @Override
    public void close() {
      buffers.remove(this);
      mailbox.close();
    }
  }
}
