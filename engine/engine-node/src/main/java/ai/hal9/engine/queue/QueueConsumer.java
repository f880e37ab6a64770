package ai.hal9.engine.queue;

import static java.nio.charset.StandardCharsets.UTF_8;

import ai.hal9.api.telemetry.EventKind;
import ai.hal9.api.telemetry.TelemetryEvent;
import ai.hal9.engine.redis.DurableRedis;
import ai.hal9.engine.store.SignalStore;
import ai.hal9.engine.store.StoreException;
import ai.hal9.engine.store.Tuple;
import ai.hal9.engine.telemetry.Events;
import ai.hal9.engine.tuning.EngineTuning;
import ai.hal9.engine.tuning.LiveTuning;
import io.lettuce.core.RedisException;
import io.lettuce.core.ScriptOutputType;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * One thread that commits entries. What nobody was given before goes to PostgreSQL in one COPY;
 * what may be there already, because a consumer or Redis died between commit and acknowledgement,
 * row by row unless its id is there. An entry is acknowledged and trimmed after the commit. What
 * PostgreSQL refuses for its own sake {@code queue.tries} times, or kills that many consumers,
 * becomes a dead letter; an outage of PostgreSQL counts as no try.
 */
final class QueueConsumer {

  private static final Logger LOG = LoggerFactory.getLogger(QueueConsumer.class);

  /** What a log line names them by, as one request's. */
  private static final String TRACES = "trace_id";

  private static final Duration PAUSE = Duration.ofMillis(50);
  private static final int LOOKS_PER_IDLE = 4;

  /** What consumers of a node share. */
  record Place(
      DurableRedis redis,
      QueueKeys keys,
      SignalStore store,
      LiveTuning tuning,
      QueueMeters meters,
      Events events,
      QueueSpans spans,
      InstantSource clock,
      LongSupplier nanoTime) {}

  private final Place place;
  private final String name;
  private final Thread thread;
  private long claimedAt;
  private long removedAt;

  /** When what is being settled was taken. */
  private long takenNanos;

  private volatile boolean stopped;

  QueueConsumer(Place place, String name) {
    this.place = place;
    this.name = name;
    this.claimedAt = place.nanoTime().getAsLong();
    this.removedAt = claimedAt;
    this.thread = Thread.ofPlatform().daemon().name("queue-" + name).unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  /** Ends the thread once its batch is settled, or given back unsettled. */
  void stop() {
    stopped = true;
    LockSupport.unpark(thread);
  }

  void join(Duration limit) throws InterruptedException {
    var _ = thread.join(limit);
  }

  private void run() {
    EntrySource source = null;
    while (!stopped) {
      try {
        if (!place.store().available() || place.redis().shared() == null) {
          LockSupport.parkNanos(PAUSE.toNanos());
          continue;
        }
        if (source == null || !source.open()) {
          source = new EntrySource(place.redis().connect(), place.keys(), name);
          takeUp(source);
        }
        work(source);
      } catch (RedisException e) {
        LOG.debug("Consumer {} lost Redis", name, e);
        source = dropped(source);
      } catch (RuntimeException e) {
        LOG.error("Consumer {} stumbled and begins anew", name, e);
        source = dropped(source);
      }
    }
    var _ = dropped(source);
  }

  private static @Nullable EntrySource dropped(@Nullable EntrySource source) {
    if (source != null) {
      source.close();
    }
    LockSupport.parkNanos(PAUSE.toNanos());
    return null;
  }

  private void takeUp(EntrySource source) {
    List<QueueEntry> entries;
    do {
      entries = source.unfinished(queue().batchEntries());
      again(source, entries);
    } while (!entries.isEmpty() && !stopped);
  }

  private void work(EntrySource source) {
    var queue = queue();
    var now = place.nanoTime().getAsLong();
    if (now - claimedAt > queue.claimIdle().toNanos() / LOOKS_PER_IDLE) {
      claimedAt = now;
      claim(source, queue);
    }
    if (now - removedAt > queue.consumerIdle().toNanos() / LOOKS_PER_IDLE) {
      removedAt = now;
      removeGone(source, queue);
    }
    var entries = source.fresh(queue.batchEntries(), queue.block());
    if (!entries.isEmpty()) {
      settle(source, entries, true);
    }
  }

  private void claim(EntrySource source, EngineTuning.Queue queue) {
    var entries = source.claim(queue.batchEntries(), queue.claimIdle());
    while (!entries.isEmpty() && !stopped) {
      var signals = entries.stream().mapToInt(QueueEntry::count).sum();
      place.meters().claimed.add(signals);
      LOG.info("Consumer {} takes over {} signals that another left undone", name, signals);
      again(source, entries);
      entries = source.claim(queue.batchEntries(), queue.claimIdle());
    }
  }

  private void removeGone(EntrySource source, EngineTuning.Queue queue) {
    var removed = source.removeGone(queue.consumerIdle());
    if (removed > 0) {
      place.meters().consumersRemoved.add(removed);
      LOG.info("{} consumers have left for good and are removed", removed);
    }
  }

  /** Settles entries that were delivered before. */
  private void again(EntrySource source, List<QueueEntry> entries) {
    if (entries.isEmpty()) {
      return;
    }
    var deliveries = source.deliveries(entries);
    var tries = queue().tries();
    var alive = new ArrayList<QueueEntry>();
    for (var entry : entries) {
      var delivered = deliveries.getOrDefault(entry.id(), 1L);
      if (delivered > tries) {
        bury(
            source,
            entry,
            List.of(
                letter(entry, "its consumers ended %d times over it".formatted(delivered - 1))));
      } else {
        alive.add(entry);
      }
    }
    settle(source, alive, false);
  }

  /** Commits and acknowledges; waits while PostgreSQL is away, and returns early when stopped. */
  private void settle(EntrySource source, List<QueueEntry> entries, boolean fresh) {
    takenNanos = place.nanoTime().getAsLong();
    var left = new ArrayDeque<>(entries);
    var asNew = fresh;
    while (!stopped && !left.isEmpty()) {
      try {
        if (asNew) {
          var rows = entries.stream().mapToInt(QueueEntry::count).sum();
          place.store().writeNew(entries.stream().map(QueueEntry::rows).toList(), rows);
          done(source, entries);
          return;
        }
        one(source, left.getFirst());
        left.removeFirst();
      } catch (StoreException e) {
        asNew = false;
        if (!e.ofRow()) {
          postponed(left, e);
          source.hold(List.copyOf(left));
          LockSupport.parkNanos(PAUSE.toNanos());
        }
      }
    }
  }

  private static void postponed(Collection<QueueEntry> left, StoreException e) {
    if (LOG.isDebugEnabled()) {
      var traces =
          left.stream()
              .map(entry -> entry.traces().ids())
              .filter(known -> !known.isEmpty())
              .collect(Collectors.joining(" "));
      try (var _ = MDC.putCloseable(TRACES, traces)) {
        LOG.debug("PostgreSQL did not commit {} entries", left.size(), e);
      }
    }
  }

  /** Commits what of an entry is not there yet; where a row is at fault, each row alone. */
  private void one(EntrySource source, QueueEntry entry) {
    List<Tuple> tuples;
    try {
      tuples = entry.tuples();
    } catch (IllegalArgumentException e) {
      bury(source, entry, List.of(letter(entry, "it cannot be read: " + e.getMessage())));
      return;
    }
    try {
      place.store().writeMissing(tuples);
      done(source, List.of(entry));
    } catch (StoreException e) {
      if (!e.ofRow()) {
        throw e;
      }
      alone(source, entry, tuples);
    }
  }

  private void alone(EntrySource source, QueueEntry entry, List<Tuple> tuples) {
    var dead = new ArrayList<Letter>();
    for (var i = 0; i < tuples.size(); i++) {
      var tuple = tuples.get(i);
      var refusal = refusal(tuple);
      if (refusal != null) {
        dead.add(new Letter(tuple::bytes, 1, refusal, entry.traces().of(i, tuples.size())));
      }
    }
    if (dead.isEmpty()) {
      done(source, List.of(entry));
    } else {
      bury(source, entry, dead);
    }
  }

  /** What PostgreSQL has against a row after all tries; null when it is committed. */
  private @Nullable String refusal(Tuple tuple) {
    for (var attempt = 1; ; attempt++) {
      try {
        place.store().writeMissing(List.of(tuple));
        return null;
      } catch (StoreException e) {
        if (!e.ofRow()) {
          throw e;
        }
        if (attempt >= queue().tries()) {
          return String.valueOf(e.getMessage());
        }
      }
    }
  }

  private void done(EntrySource source, List<QueueEntry> entries) {
    var arguments = new byte[2 * entries.size()][];
    var signals = 0;
    for (var i = 0; i < entries.size(); i++) {
      var entry = entries.get(i);
      arguments[2 * i] = text(entry.id());
      arguments[2 * i + 1] = text(entry.count());
      signals += entry.count();
    }
    var names = place.keys().entriesAndLength();
    source
        .redis()
        .ask(c -> c.<Long>eval(Scripts.SETTLE, ScriptOutputType.INTEGER, names, arguments));
    place.meters().consumed.add(signals);
    var now = place.clock().millis();
    for (var entry : entries) {
      var millis = Math.max(0, now - entry.millis());
      place.meters().timeInQueue.recordNanos(TimeUnit.MILLISECONDS.toNanos(millis));
      place.spans().stored(entry, takenNanos);
    }
  }

  private void bury(EntrySource source, QueueEntry entry, List<Letter> letters) {
    var arguments = new ArrayList<byte[]>();
    arguments.add(text(entry.id()));
    arguments.add(text(entry.count()));
    for (var letter : letters) {
      arguments.add(letter.rows().get());
      arguments.add(text(letter.count()));
      arguments.add(text(letter.reason()));
      arguments.add(letter.traces().toField());
    }
    Long moved =
        source
            .redis()
            .ask(
                commands ->
                    commands.eval(
                        Scripts.BURY,
                        ScriptOutputType.INTEGER,
                        place.keys().all(),
                        arguments.toArray(byte[][]::new)));
    if (moved == 0) {
      return;
    }
    place.meters().deadLettered.add(letters.size());
    var reason = letters.getFirst().reason();
    try (var _ = MDC.putCloseable(TRACES, entry.traces().ids())) {
      LOG.error("{} of entry {} became dead letters: {}", letters.size(), entry.id(), reason);
    }
    var stored = new ArrayList<>(entry.traces().sampled());
    for (var letter : letters) {
      var requests = letter.traces().sampled();
      stored.removeAll(requests);
      place.spans().dead(entry, requests, takenNanos, letter.reason());
    }
    place.spans().stored(entry, stored, takenNanos);
    place
        .events()
        .publish(
            new TelemetryEvent(
                EventKind.QUEUE,
                place.clock().instant(),
                "%d of the queue's signals cannot be stored: dead letter".formatted(letters.size()),
                Map.of("entry", entry.id(), "reason", reason, "consumer", name)));
  }

  private EngineTuning.Queue queue() {
    return place.tuning().current().queue();
  }

  private static Letter letter(QueueEntry entry, String reason) {
    return new Letter(entry::rows, entry.count(), reason, entry.traces());
  }

  private static byte[] text(Object value) {
    return value.toString().getBytes(UTF_8);
  }

  /** What becomes of what cannot be committed. */
  private record Letter(Supplier<byte[]> rows, int count, String reason, EntryTraces traces) {}
}
