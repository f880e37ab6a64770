package ai.hal9.engine.push;

import ai.hal9.api.metric.MetricCatalogue;
import ai.hal9.engine.config.Network;
import ai.hal9.engine.telemetry.Meters;
import ai.hal9.engine.tuning.LiveTuning;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All topics of a node: one thread that brings new events to the clients' mailboxes, the limits on
 * how many clients there may be, and what is counted.
 */
public final class PushHub implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(PushHub.class);

  private final LiveTuning tuning;
  private final LongSupplier nanoTime;
  private final BlockingQueue<Topic> fresh = new LinkedBlockingQueue<>();
  private final AtomicInteger clients = new AtomicInteger();
  private final Map<String, Integer> byClient = new ConcurrentHashMap<>();
  private final Meters.Count sent;
  private final Meters.Count messages;
  private final Meters.Count dropped;
  private final Meters.Count closedSlow;
  private final Meters.Count resumed;
  private final Meters.Count refusedOverall;
  private final Meters.Count refusedAddress;
  private final Meters.Timing delay;
  private final Thread thread = Thread.ofPlatform().daemon().name("push").unstarted(this::deliver);

  private PushHub(LiveTuning tuning, Meters meters, LongSupplier nanoTime) {
    this.tuning = tuning;
    this.nanoTime = nanoTime;
    sent = meters.count(MetricCatalogue.PUSH_SENT);
    messages = meters.count(MetricCatalogue.PUSH_MESSAGES);
    dropped = meters.count(MetricCatalogue.PUSH_DROPPED);
    closedSlow = meters.count(MetricCatalogue.PUSH_CLOSED_SLOW);
    resumed = meters.count(MetricCatalogue.PUSH_RESUMED);
    refusedOverall = meters.count(MetricCatalogue.PUSH_REFUSED, Limit.OVERALL.wireName());
    refusedAddress = meters.count(MetricCatalogue.PUSH_REFUSED, Limit.ADDRESS.wireName());
    delay = meters.timing(MetricCatalogue.PUSH_DELAY);
    meters.gauge(MetricCatalogue.PUSH_CLIENTS, clients::get);
  }

  /** A hub without topics, at work. */
  public static PushHub start(LiveTuning tuning, Meters meters, LongSupplier nanoTime) {
    var hub = new PushHub(tuning, meters, nanoTime);
    hub.thread.start();
    return hub;
  }

  /** Which limit keeps a client out. */
  public enum Limit {
    /** {@code push.max_clients}. */
    OVERALL,
    /** {@code push.max_clients_per_address}. */
    ADDRESS;

    private String wireName() {
      return this == OVERALL ? "overall" : "address";
    }
  }

  /** Whether a client may listen. */
  public sealed interface Admission {}

  /** It may not. */
  public record Full(Limit limit) implements Admission {}

  /** It may, until it leaves. */
  public final class Place implements Admission {
    private final String client;
    private final AtomicBoolean gone = new AtomicBoolean();

    private Place(String client) {
      this.client = client;
    }

    /** Gives the place back; may be called twice. */
    public void leave() {
      if (gone.compareAndSet(false, true)) {
        clients.decrementAndGet();
        byClient.computeIfPresent(client, (key, count) -> count == 1 ? null : count - 1);
      }
    }
  }

  /** A place for a client of this address, if there is one left. */
  public Admission admit(InetAddress address) {
    var limits = tuning.current().push();
    if (clients.incrementAndGet() > limits.maxClients()) {
      clients.decrementAndGet();
      refusedOverall.increment();
      return new Full(Limit.OVERALL);
    }
    var client = Network.ofOneClient(address);
    if (byClient.merge(client, 1, Integer::sum) > limits.maxPerAddress()) {
      new Place(client).leave();
      refusedAddress.increment();
      return new Full(Limit.ADDRESS);
    }
    return new Place(client);
  }

  /**
   * A new topic.
   *
   * @param stream told apart from every other life of the same subject
   */
  public Topic topic(long stream) {
    return new Topic(stream, this);
  }

  /** Whether clients that ask for compressed messages get them. */
  public boolean compression() {
    return tuning.current().push().compression();
  }

  long nanos() {
    return nanoTime.getAsLong();
  }

  int replayEvents() {
    return tuning.current().push().replayEvents();
  }

  int bufferEvents() {
    return tuning.current().push().bufferEvents();
  }

  Duration batch() {
    return tuning.current().push().batch();
  }

  boolean closeSlow() {
    return tuning.current().push().closeSlow();
  }

  void enqueue(Topic topic) {
    fresh.add(topic);
  }

  void handedOver(PushEvent event) {
    delay.recordNanos(nanoTime.getAsLong() - event.nanos());
  }

  void sent(int events) {
    sent.add(events);
    messages.increment();
  }

  void dropped(int events) {
    dropped.add(events);
  }

  void closedSlow() {
    closedSlow.increment();
  }

  void resumed() {
    resumed.increment();
  }

  private void deliver() {
    while (!Thread.currentThread().isInterrupted()) {
      try {
        fresh.take().deliver();
      } catch (InterruptedException e) {
        return;
      } catch (RuntimeException e) {
        LOG.error("events of a topic were not delivered", e);
      }
    }
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
