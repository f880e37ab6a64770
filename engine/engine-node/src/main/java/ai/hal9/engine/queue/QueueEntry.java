package ai.hal9.engine.queue;

import static java.nio.charset.StandardCharsets.US_ASCII;

import ai.hal9.engine.store.Tuple;
import io.lettuce.core.StreamMessage;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One entry of the stream. */
final class QueueEntry {

  private static final byte[] NONE = {};

  private final String id;
  private final byte[] rows;
  private final int count;
  private final EntryTraces traces;
  private final long millis;

  private QueueEntry(String id, byte[] rows, int count, EntryTraces traces, long millis) {
    this.id = id;
    this.rows = rows;
    this.count = count;
    this.traces = traces;
    this.millis = millis;
  }

  static QueueEntry of(StreamMessage<String, byte[]> message) {
    Map<String, byte[]> body = message.getBody();
    return new QueueEntry(
        message.getId(),
        body.getOrDefault(QueueKeys.ROWS, NONE),
        number(body.getOrDefault(QueueKeys.COUNT, NONE)),
        EntryTraces.read(body.getOrDefault(QueueKeys.TRACES, NONE)),
        millis(message.getId(), body.get(QueueKeys.SINCE)));
  }

  /** Redis' id, whose first part is its time. */
  String id() {
    return id;
  }

  /** The signals, one after the other; read only. */
  byte[] rows() {
    return rows;
  }

  /** How many it says it carries. */
  int count() {
    return count;
  }

  /** The requests its signals came with. */
  EntryTraces traces() {
    return traces;
  }

  /**
   * The signals, each alone.
   *
   * @throws IllegalArgumentException when it holds something else
   */
  List<Tuple> tuples() {
    var tuples = Tuple.split(rows);
    if (tuples.isEmpty()) {
      throw new IllegalArgumentException("an entry without signals");
    }
    return tuples;
  }

  /** When its signals were appended, by Redis' clock, in milliseconds since 1970. */
  long millis() {
    return millis;
  }

  private static long millis(String id, byte @Nullable [] since) {
    return Long.parseLong(
        since == null ? id.substring(0, id.indexOf('-')) : new String(since, US_ASCII));
  }

  private static int number(byte[] text) {
    try {
      return Integer.parseInt(new String(text, US_ASCII));
    } catch (NumberFormatException e) {
      return 0;
    }
  }
}
