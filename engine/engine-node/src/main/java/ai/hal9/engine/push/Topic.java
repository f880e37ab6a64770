package ai.hal9.engine.push;

import ai.hal9.engine.json.JsonBytes;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A stream of events with those who listen to it. The last {@code push.replay_events} are kept, so
 * that a client can go on after the last event it saw. An event's id is {@code STREAM-SEQUENCE}:
 * sequences count from 1 without gaps, and another stream's ids mean nothing here.
 */
public final class Topic {

  private static final int ROOM = 192;

  /** More wait for delivery only when the node cannot keep up at all. */
  private static final int MOST_UNDELIVERED = 1_024;

  private final long stream;
  private final PushHub hub;
  private final ArrayDeque<PushEvent> recent = new ArrayDeque<>(1);
  private final Set<PushClient> clients = ConcurrentHashMap.newKeySet();
  private final AtomicBoolean queued = new AtomicBoolean();
  private final ArrayDeque<PushEvent> undelivered = new ArrayDeque<>(1);
  private long last;
  private boolean closed;

  Topic(long stream, PushHub hub) {
    this.stream = stream;
    this.hub = hub;
  }

  /**
   * Tells an event to all who listen; never blocks.
   *
   * @param fields writes what follows id and type, each field with a comma before it
   */
  public synchronized void publish(String type, Consumer<JsonBytes> fields) {
    if (closed) {
      return;
    }
    last++;
    var event = new PushEvent(last, hub.nanos(), json(last, type, fields));
    var kept = hub.replayEvents();
    while (recent.size() >= kept) {
      recent.removeFirst();
    }
    recent.addLast(event);
    if (!clients.isEmpty()) {
      if (undelivered.size() == MOST_UNDELIVERED) {
        undelivered.removeFirst();
        hub.dropped(clients.size());
      }
      undelivered.addLast(event);
      if (queued.compareAndSet(false, true)) {
        hub.enqueue(this);
      }
    }
  }

  /**
   * Listens from now on, or from after an event seen earlier.
   *
   * @param place the client's, given back when it is closed
   * @param after the id of the last event seen; null for none
   */
  public PushClient attach(PushHub.Place place, @Nullable String after) {
    var client = new PushClient(this, hub, place);
    // Nobody offers to the client before it has what it missed.
    synchronized (client) {
      List<PushEvent> missed = List.of();
      synchronized (this) {
        var from = after == null ? -1 : resumable(after);
        if (from >= 0) {
          missed = since(from);
        }
        client.startsAfter(from >= 0 ? from : last, from >= 0);
        if (closed) {
          client.close();
        } else {
          clients.add(client);
        }
      }
      missed.forEach(client::offer);
    }
    return client;
  }

  /** How many listen. */
  public int clients() {
    return clients.size();
  }

  /** Ends it once those who listen have had what was told. */
  public void close() {
    synchronized (this) {
      closed = true;
    }
    if (!clients.isEmpty()) {
      hub.enqueue(this);
    }
  }

  /** An event that tells one client how things are, under the id of an event before. */
  PushEvent greeting(long sequence, String type, Consumer<JsonBytes> fields) {
    // Not while holding the lock: what the fields tell has a lock of its own.
    return new PushEvent(sequence, hub.nanos(), json(sequence, type, fields));
  }

  /** Offers what is new to everyone; called by one thread. */
  void deliver() {
    queued.set(false);
    List<PushEvent> fresh;
    boolean ended;
    synchronized (this) {
      fresh = List.copyOf(undelivered);
      undelivered.clear();
      ended = closed;
    }
    for (var client : clients) {
      for (var event : fresh) {
        client.offer(event);
      }
      if (ended) {
        client.finish();
      }
    }
  }

  void leave(PushClient client) {
    clients.remove(client);
  }

  private byte[] json(long sequence, String type, Consumer<JsonBytes> fields) {
    var json =
        new JsonBytes(ROOM)
            .raw("{\"id\":\"" + stream + "-" + sequence + "\",\"type\":\"")
            .raw(type)
            .raw("\"");
    fields.accept(json);
    return json.raw("}").toBytes();
  }

  private List<PushEvent> since(long sequence) {
    var events = new ArrayList<PushEvent>();
    for (var event : recent) {
      if (event.sequence() > sequence) {
        events.add(event);
      }
    }
    return events;
  }

  /** The sequence in an id of this stream, or -1. */
  private long resumable(String id) {
    var dash = id.indexOf('-');
    try {
      var sequence = Long.parseLong(id.substring(dash + 1));
      return dash > 0
              && Long.parseLong(id.substring(0, dash)) == stream
              && sequence >= 0
              && sequence <= last
          ? sequence
          : -1;
    } catch (NumberFormatException e) {
      return -1;
    }
  }
}
