package ai.hal9.engine.queue;

import static ai.hal9.engine.queue.EntrySource.text;

import ai.hal9.engine.queue.DeadLetters.Letter;
import ai.hal9.engine.store.StoreException;
import ai.hal9.engine.store.Tuple;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * Commits entries and acknowledges them. What nobody was given before goes to PostgreSQL in one
 * COPY, what may be there already row by row unless its id is there. What PostgreSQL refuses for
 * its own sake {@code queue.tries} times becomes a dead letter; an outage of PostgreSQL counts as
 * no try. What belongs to a shard that is gone while others answer is set aside.
 */
final class Settlement {

  private static final Logger LOG = LoggerFactory.getLogger(Settlement.class);
  private static final Duration PAUSE = Duration.ofMillis(50);

  private final QueueConsumer.Place place;
  private final DeadLetters dead;
  private final SettingAside aside;
  private final BooleanSupplier stopped;

  /** When what is being settled was taken. */
  private long takenNanos;

  private volatile List<QueueEntry> underWay = List.of();

  /**
   * For one consumer's thread.
   *
   * @param stopped asked while PostgreSQL is away
   */
  Settlement(QueueConsumer.Place place, String consumer, BooleanSupplier stopped) {
    this.place = place;
    this.dead = new DeadLetters(place, consumer);
    this.aside = new SettingAside(place);
    this.stopped = stopped;
  }

  /** Gives up an entry that was taken just now, without another try. */
  void bury(EntrySource source, QueueEntry entry, String reason) {
    takenNanos = place.nanoTime().getAsLong();
    bury(source, entry, List.of(Letter.of(entry, reason)));
  }

  private void bury(EntrySource source, QueueEntry entry, List<Letter> letters) {
    dead.bury(source, entry, letters, takenNanos);
  }

  /**
   * Commits and acknowledges what nobody was given before; waits while PostgreSQL is away, and
   * returns early when stopped.
   */
  void settle(EntrySource source, List<QueueEntry> entries) {
    settle(source, entries, entries.stream().filter(aside::none).toList(), Map.of());
  }

  /**
   * The same with what somebody was given before. Each counts as tried only when its turn comes: it
   * is not to be blamed for how the one before it ended.
   *
   * @param tries how often each will have been tried then, by id; of one that is missing the count
   *     stays
   */
  void settleAgain(EntrySource source, List<QueueEntry> entries, Map<String, Long> tries) {
    settle(source, entries, List.of(), tries);
  }

  private void settle(
      EntrySource source,
      List<QueueEntry> entries,
      List<QueueEntry> fresh,
      Map<String, Long> tries) {
    underWay = List.copyOf(entries);
    try {
      settleNow(source, entries, fresh, new HashMap<>(tries));
    } finally {
      underWay = List.of();
    }
  }

  private void settleNow(
      EntrySource source,
      List<QueueEntry> entries,
      List<QueueEntry> fresh,
      Map<String, Long> uncounted) {
    takenNanos = place.nanoTime().getAsLong();
    var left = new ArrayDeque<>(entries);
    var asNew = fresh;
    while (!stopped.getAsBoolean() && !left.isEmpty()) {
      try {
        if (!asNew.isEmpty()) {
          var these = asNew;
          asNew = List.of();
          var rows = these.stream().mapToInt(QueueEntry::count).sum();
          place.store().writeNew(these.stream().map(QueueEntry::rows).toList(), rows);
          done(source, these);
          left.removeAll(these);
          continue;
        }
        var next = left.getFirst();
        var times = uncounted.remove(next.id());
        if (times != null) {
          source.tried(next, times);
        }
        one(source, next);
        left.removeFirst();
      } catch (StoreException e) {
        if (!e.ofRow()) {
          postponed(left, e);
          uncounted.clear();
          source.postpone(List.copyOf(left));
          LockSupport.parkNanos(PAUSE.toNanos());
        }
      }
    }
    var untried = left.stream().filter(entry -> !uncounted.containsKey(entry.id())).toList();
    if (!untried.isEmpty()) {
      source.giveBack(untried);
    }
  }

  /** What is being settled now; asked from another thread. */
  List<QueueEntry> underWay() {
    return underWay;
  }

  private static void postponed(Collection<QueueEntry> left, StoreException e) {
    if (LOG.isDebugEnabled()) {
      var traces =
          left.stream()
              .map(entry -> entry.traces().ids())
              .filter(known -> !known.isEmpty())
              .collect(Collectors.joining(" "));
      try (var _ = MDC.putCloseable(QueueConsumer.TRACES, traces)) {
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
      bury(source, entry, List.of(Letter.of(entry, "it cannot be read: " + e.getMessage())));
      return;
    }
    if (aside.set(source, entry, tuples)) {
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
    var letters = new ArrayList<Letter>();
    for (var i = 0; i < tuples.size(); i++) {
      var tuple = tuples.get(i);
      var refusal = refusal(tuple);
      if (refusal != null) {
        letters.add(new Letter(tuple::bytes, 1, refusal, entry.traces().of(i, tuples.size())));
      }
    }
    if (letters.isEmpty()) {
      done(source, List.of(entry));
    } else {
      bury(source, entry, letters);
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
        if (attempt >= place.tuning().current().queue().tries()) {
          return String.valueOf(e.getMessage());
        }
      }
    }
  }

  private void done(EntrySource source, List<QueueEntry> entries) {
    var arguments = new ArrayList<byte[]>();
    for (var entry : entries) {
      arguments.add(text(entry.id()));
      arguments.add(text(entry.count()));
    }
    var _ = source.run(Scripts.SETTLE, place.keys().entriesAndLength(), arguments);
    var signals = entries.stream().mapToInt(QueueEntry::count).sum();
    place.meters().consumed.add(signals);
    var now = place.clock().millis();
    for (var entry : entries) {
      var millis = Math.max(0, now - entry.millis());
      place.meters().timeInQueue.recordNanos(TimeUnit.MILLISECONDS.toNanos(millis));
      place.spans().stored(entry, takenNanos);
    }
  }
}
