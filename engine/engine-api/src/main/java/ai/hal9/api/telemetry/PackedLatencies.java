package ai.hal9.api.telemetry;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The distributions of one stretch of time by number, without an object for each; immutable. One
 * without a sample takes a byte.
 */
public final class PackedLatencies {

  private static final PackedLatencies NONE = new PackedLatencies(new byte[0], 0);

  /** An object's header and fields, and an array's header. */
  private static final long FIXED = 32;

  /** The lengths of all, seven bits a byte, the lowest first; then what they are the lengths of. */
  private final byte[] packed;

  private final int lengths;

  private PackedLatencies(byte[] packed, int lengths) {
    this.packed = packed;
    this.lengths = lengths;
  }

  /**
   * Packs distributions.
   *
   * @param latencies the first has the number 0; null means none
   */
  public static PackedLatencies of(@Nullable LatencyHistogram... latencies) {
    var length = 0;
    for (var latency : latencies) {
      length += latency == null ? 0 : latency.packed().length;
    }
    if (length == 0) {
      return NONE;
    }
    var packed = new byte[5 * latencies.length + length];
    var lengths = 0;
    for (var latency : latencies) {
      var rest = latency == null ? 0 : latency.packed().length;
      while (rest > 0x7f) {
        packed[lengths++] = (byte) ((rest & 0x7f) | 0x80);
        rest >>>= 7;
      }
      packed[lengths++] = (byte) rest;
    }
    var at = lengths;
    for (var latency : latencies) {
      if (latency != null) {
        System.arraycopy(latency.packed(), 0, packed, at, latency.packed().length);
        at += latency.packed().length;
      }
    }
    return new PackedLatencies(Arrays.copyOf(packed, at), lengths);
  }

  /** One more than the highest number there may be a distribution of. */
  public int size() {
    var size = 0;
    for (var at = 0; at < lengths; at++) {
      size += packed[at] >= 0 ? 1 : 0;
    }
    return size;
  }

  /**
   * Adds all samples of some, in one walk; none where there is none of a number.
   *
   * @param which their numbers, ascending
   */
  public void addTo(LatencySum sum, int... which) {
    var from = lengths;
    var number = 0;
    var wanted = 0;
    for (var at = 0; at < lengths && wanted < which.length; number++) {
      var length = 0;
      var shift = 0;
      int next;
      do {
        next = packed[at++];
        length |= (next & 0x7f) << shift;
        shift += 7;
      } while (next < 0);
      if (number == which[wanted]) {
        sum.add(packed, from, from + length);
        wanted++;
      }
      from += length;
    }
  }

  /** Bytes of memory it takes; none of its own when no distribution has a sample. */
  public long bytes() {
    return packed.length == 0 ? 0 : FIXED + packed.length;
  }
}
