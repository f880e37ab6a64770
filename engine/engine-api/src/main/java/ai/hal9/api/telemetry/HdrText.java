package ai.hal9.api.telemetry;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;
import org.HdrHistogram.Histogram;

/**
 * Distributions as text: the overflow, a colon, HdrHistogram's compressed V2 encoding in Base64.
 * Written by HdrHistogram itself; read here straight into the packed form, without its half
 * megabyte of room for each.
 */
final class HdrText {

  private static final int PLAIN_COOKIE = 0x1c849303 | 0x10;
  private static final int COMPRESSED_COOKIE = 0x1c849304 | 0x10;

  /** Kept for the next, as all that follows: a frame has a dozen histograms. */
  private static final Inflater INFLATER = new Inflater();

  /** A count for every bucket takes nine bytes at most. */
  private static final byte[] PLAIN = new byte[40 + 9 * Buckets.COUNT];

  private static final Histogram DENSE = LatencyHistogram.empty();

  private static final ByteBuffer ROOM = ByteBuffer.allocate(DENSE.getNeededByteBufferCapacity());

  private HdrText() {}

  static String written(LatencyHistogram latency) {
    synchronized (DENSE) {
      DENSE.reset();
      var cursor = latency.cursor();
      while (cursor.next()) {
        DENSE.recordValueWithCount(Buckets.highest(cursor.bucket()), cursor.count());
      }
      ROOM.clear();
      var length = DENSE.encodeIntoCompressedByteBuffer(ROOM, Deflater.BEST_SPEED);
      var text = Base64.getEncoder().encodeToString(Arrays.copyOf(ROOM.array(), length));
      return latency.overflow() + ":" + text;
    }
  }

  static LatencyHistogram read(String text) {
    try {
      var colon = text.indexOf(':');
      var overflow = Long.parseLong(text, 0, colon, 10);
      var bytes = ByteBuffer.wrap(Base64.getDecoder().decode(text.substring(colon + 1)));
      synchronized (INFLATER) {
        return distribution(inflated(bytes), overflow);
      }
    } catch (DataFormatException
        | BufferUnderflowException
        | IllegalArgumentException
        | IndexOutOfBoundsException e) {
      throw new TelemetryException("not an encoded latency histogram", e);
    }
  }

  /** Call while holding the lock on {@link #INFLATER}, and read the answer before letting it go. */
  private static ByteBuffer inflated(ByteBuffer bytes) throws DataFormatException {
    if (bytes.getInt() != COMPRESSED_COOKIE) {
      throw new IllegalArgumentException("not HdrHistogram's compressed V2 encoding");
    }
    var length = bytes.getInt();
    INFLATER.reset();
    INFLATER.setInput(bytes.slice(bytes.position(), length));
    var filled = 0;
    while (!INFLATER.finished()) {
      var got = INFLATER.inflate(PLAIN, filled, PLAIN.length - filled);
      filled += got;
      if (got == 0 && !INFLATER.finished()) {
        throw new DataFormatException("cut short or too long");
      }
    }
    return ByteBuffer.wrap(PLAIN, 0, filled);
  }

  private static LatencyHistogram distribution(ByteBuffer plain, long overflow) {
    if (plain.getInt() != PLAIN_COOKIE) {
      throw new IllegalArgumentException("not HdrHistogram's V2 encoding");
    }
    var payload = plain.getInt();
    var shifted = plain.getInt();
    var digits = plain.getInt();
    var least = plain.getLong();
    var greatest = plain.getLong();
    plain.getDouble();
    if (digits != LatencyHistogram.SIGNIFICANT_DIGITS
        || greatest != LatencyHistogram.HIGHEST_MICROS
        || least != 1
        || shifted != 0) {
      throw new TelemetryException("a histogram of another configuration cannot be read", null);
    }
    var sum = new PackedBuckets();
    var end = plain.position() + payload;
    var bucket = 0;
    while (plain.position() < end) {
      var count = zigZag(plain);
      if (count < 0) {
        bucket = Math.toIntExact(bucket - count);
      } else {
        sum.add(bucket++, count);
      }
    }
    return sum.histogram(overflow);
  }

  /** A signed number, seven bits a byte, the ninth byte whole. */
  private static long zigZag(ByteBuffer from) {
    var value = 0L;
    for (var shift = 0; shift <= 56; shift += 7) {
      var next = (long) from.get();
      if (shift == 56) {
        value |= next << shift;
      } else {
        value |= (next & 0x7f) << shift;
      }
      if (next >= 0) {
        break;
      }
    }
    return (value >>> 1) ^ -(value & 1);
  }
}
