package ai.hal9.engine.trace;

import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/**
 * A place in a trace: {@code traceparent} of W3C Trace Context, version 00.
 *
 * @param high the trace's id, first half
 * @param low and second; not both are 0
 * @param span the id of who asks; not 0
 * @param sampled whether who asks tells of its spans
 */
public record TraceContext(long high, long low, long span, boolean sampled) {

  private static final String LOGGED = "trace_id";
  private static final String VERSION = "00-";
  private static final int TRACE_AT = 3;
  private static final int SPAN_AT = 36;
  private static final int FLAGS_AT = 53;
  private static final int LENGTH = 55;
  private static final int HALF = 16;
  private static final HexFormat HEX = HexFormat.of();

  public TraceContext {
    if ((high == 0 && low == 0) || span == 0) {
      throw new IllegalArgumentException("ids of zeros are none");
    }
  }

  /** Reads a header; null when it is none. */
  public static @Nullable TraceContext parse(String header) {
    if (header.length() != LENGTH
        || !header.startsWith(VERSION)
        || header.charAt(SPAN_AT - 1) != '-'
        || header.charAt(FLAGS_AT - 1) != '-'
        || !hex(header, TRACE_AT, SPAN_AT - 1)
        || !hex(header, SPAN_AT, FLAGS_AT - 1)
        || !hex(header, FLAGS_AT, LENGTH)) {
      return null;
    }
    var high = HexFormat.fromHexDigitsToLong(header, TRACE_AT, TRACE_AT + HALF);
    var low = HexFormat.fromHexDigitsToLong(header, TRACE_AT + HALF, SPAN_AT - 1);
    var span = HexFormat.fromHexDigitsToLong(header, SPAN_AT, FLAGS_AT - 1);
    var sampled = (HexFormat.fromHexDigits(header, FLAGS_AT, LENGTH) & 1) == 1;
    return (high == 0 && low == 0) || span == 0 ? null : new TraceContext(high, low, span, sampled);
  }

  /** The beginning of a trace of which nobody tells. */
  public static TraceContext made() {
    return made(false);
  }

  static TraceContext made(boolean sampled) {
    var random = ThreadLocalRandom.current();
    // A bit that is always set: an id of zeros is none.
    return new TraceContext(
        random.nextLong() | 1, random.nextLong(), random.nextLong() | 1, sampled);
  }

  /** A further place in the same trace, told of. */
  TraceContext next() {
    return new TraceContext(high, low, ThreadLocalRandom.current().nextLong() | 1, true);
  }

  /** The trace's id as 32 hexadecimal digits. */
  public String traceId() {
    return HEX.toHexDigits(high) + HEX.toHexDigits(low);
  }

  /** Until closed, what this thread logs is about the trace. */
  public MDC.MDCCloseable logging() {
    return MDC.putCloseable(LOGGED, traceId());
  }

  /** As the header has it. */
  @Override
  public String toString() {
    return VERSION + traceId() + '-' + HEX.toHexDigits(span) + (sampled ? "-01" : "-00");
  }

  /** Digits in lower case alone, as the standard says. */
  private static boolean hex(String text, int from, int to) {
    for (var i = from; i < to; i++) {
      var digit = text.charAt(i);
      if ((digit < '0' || digit > '9') && (digit < 'a' || digit > 'f')) {
        return false;
      }
    }
    return true;
  }
}
