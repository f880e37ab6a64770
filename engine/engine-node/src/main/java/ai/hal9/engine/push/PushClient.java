package ai.hal9.engine.push;

import ai.hal9.engine.json.JsonBytes;
import ai.hal9.engine.telemetry.Mailbox;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/** One listener: what waits for it, taken message by message. Read by one thread. */
public final class PushClient implements AutoCloseable {

  private static final int MOST_EVENTS = 256;

  private final Topic topic;
  private final PushHub hub;
  private final PushHub.Place place;
  private final Mailbox<PushEvent> mailbox;
  private final AtomicBoolean left = new AtomicBoolean();
  private volatile Runnable onCutOff = () -> {};
  private volatile boolean finishing;
  private volatile boolean tooSlow;
  private boolean resumed;
  private long offered;
  private long taken;
  private long lastTakenNanos;

  PushClient(Topic topic, PushHub hub, PushHub.Place place) {
    this.topic = topic;
    this.hub = hub;
    this.place = place;
    this.mailbox = new Mailbox<>(this::lost);
    this.lastTakenNanos = hub.nanos() - TimeUnit.SECONDS.toNanos(10);
  }

  synchronized void startsAfter(long sequence, boolean asAsked) {
    offered = sequence;
    taken = sequence;
    resumed = asAsked;
    if (asAsked) {
      hub.resumed();
    }
  }

  /** Whether it goes on after the event it named. */
  public synchronized boolean resumed() {
    return resumed;
  }

  /**
   * Tells this client alone how things are, under the id of the last event that it was offered:
   * what is told by then and not offered yet comes after it, with ids of its own.
   *
   * @param fields as {@link Topic#publish} takes them; what they tell holds all that is published
   */
  public synchronized void greet(String type, Consumer<JsonBytes> fields) {
    // Nothing is offered meanwhile, so that ids never go back.
    mailbox.offer(topic.greeting(offered, type, fields), hub.bufferEvents());
  }

  /** What to do at once when the client is cut off for being slow. */
  public void onCutOff(Runnable action) {
    onCutOff = action;
    if (tooSlow) {
      action.run();
    }
  }

  synchronized void offer(PushEvent event) {
    if (event.sequence() > offered) {
      offered = event.sequence();
      mailbox.offer(event, hub.bufferEvents());
    }
  }

  /**
   * The next message: all that waits, after a pause since the one before; empty when nothing came
   * within the timeout or the client is closed.
   */
  public Optional<ByteBuffer> next(Duration timeout) throws InterruptedException {
    var pause = hub.batch().toNanos() - (hub.nanos() - lastTakenNanos);
    if (pause > 0) {
      Thread.sleep(Duration.ofNanos(pause));
    }
    var first = mailbox.next(finishing ? Duration.ZERO : timeout);
    if (first.isEmpty()) {
      if (finishing) {
        close();
      }
      return Optional.empty();
    }
    var events = new ArrayList<PushEvent>();
    for (var each = first; each.isPresent(); each = more(events.size())) {
      events.add(each.get().item());
    }
    lastTakenNanos = hub.nanos();
    return Optional.of(message(events));
  }

  private Optional<Mailbox.Taken<PushEvent>> more(int count) throws InterruptedException {
    return count < MOST_EVENTS ? mailbox.next(Duration.ZERO) : Optional.empty();
  }

  private ByteBuffer message(List<PushEvent> events) {
    var lost = 0L;
    var bytes = 0;
    for (var event : events) {
      // Greetings repeat the sequence before them; what is missing between two was lost.
      lost += Math.max(0, event.sequence() - taken - 1);
      taken = Math.max(taken, event.sequence());
      bytes += event.json().remaining() + 1;
      hub.handedOver(event);
    }
    hub.sent(events.size());
    if (events.size() == 1 && lost == 0) {
      return events.getFirst().alone();
    }
    var head = PushEvent.head(lost);
    var message = ByteBuffer.allocate(head.length + bytes + PushEvent.TAIL.length).put(head);
    for (var i = 0; i < events.size(); i++) {
      if (i > 0) {
        message.put((byte) ',');
      }
      message.put(events.get(i).json());
    }
    return message.put(PushEvent.TAIL).flip();
  }

  /** False once closed by either side. */
  public boolean open() {
    return mailbox.open();
  }

  /** Whether it was cut off because it was slow. */
  public boolean tooSlow() {
    return tooSlow;
  }

  /** It did not take a message in time: counts as slow. */
  public void stalled() {
    cutOff();
  }

  /** Ends it once it has had what waits. */
  void finish() {
    finishing = true;
    mailbox.wake();
  }

  private void lost() {
    hub.dropped(1);
    if (hub.closeSlow()) {
      cutOff();
    }
  }

  private void cutOff() {
    if (!tooSlow && open()) {
      tooSlow = true;
      hub.closedSlow();
      onCutOff.run();
    }
  }

  /** Leaves the topic and gives the place back; may be called twice. */
  @Override
  public void close() {
    if (left.compareAndSet(false, true)) {
      topic.leave(this);
      place.leave();
      mailbox.close();
    }
  }
}
