package ai.hal9.engine.queue;

import static ai.hal9.engine.queue.EntrySource.text;

import ai.hal9.api.telemetry.EventKind;
import ai.hal9.api.telemetry.TelemetryEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/** Moves out of the queue what cannot be committed, and tells of it. */
final class DeadLetters {

  private static final Logger LOG = LoggerFactory.getLogger(DeadLetters.class);

  private final QueueConsumer.Place place;
  private final String consumer;

  /**
   * Rows that cannot be committed.
   *
   * @param rows as they were queued
   * @param count how many they are
   * @param reason what is against them
   * @param traces of the requests they came with
   */
  record Letter(Supplier<byte[]> rows, int count, String reason, EntryTraces traces) {

    /** A whole entry. */
    static Letter of(QueueEntry entry, String reason) {
      return new Letter(entry::rows, entry.count(), reason, entry.traces());
    }
  }

  DeadLetters(QueueConsumer.Place place, String consumer) {
    this.place = place;
    this.consumer = consumer;
  }

  /**
   * Acknowledges an entry and keeps these of its rows; nothing is done where another consumer has
   * settled it meanwhile.
   *
   * @param takenNanos when it was taken from the queue
   */
  void bury(EntrySource source, QueueEntry entry, List<Letter> letters, long takenNanos) {
    var arguments = new ArrayList<byte[]>();
    arguments.add(text(entry.id()));
    arguments.add(text(entry.count()));
    for (var letter : letters) {
      arguments.add(letter.rows().get());
      arguments.add(text(letter.count()));
      arguments.add(text(letter.reason()));
      arguments.add(letter.traces().toField());
    }
    var moved = source.run(Scripts.BURY, place.keys().all(), arguments);
    if (moved == 0) {
      return;
    }
    place.meters().deadLettered.add(letters.size());
    var reason = letters.getFirst().reason();
    try (var _ = MDC.putCloseable(QueueConsumer.TRACES, entry.traces().ids())) {
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
                Map.of("entry", entry.id(), "reason", reason, "consumer", consumer)));
  }
}
