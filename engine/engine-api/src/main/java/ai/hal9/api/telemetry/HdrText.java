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

  /** A count for every bucket takes nine bytes at most. */
  private static final int LONGEST = 40 + 9 * Buckets.COUNT;

  /** Kept for the next: a frame has a dozen histograms. */
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
      return distribution(inflated(bytes), overflow);
    } catch (DataFormatException
        | BufferUnderflowException
        | IllegalArgumentException
        | IndexOutOfBoundsException e) {
      throw new TelemetryException("not an encoded latency histogram", e);
    }
  }

  private static ByteBuffer inflated(ByteBuffer bytes) throws DataFormatException {
    if (bytes.getInt() != COMPRESSED_COOKIE) {
      throw new IllegalArgumentException("not HdrHistogram's compressed V2 encoding");
    }
    var length = bytes.getInt();
    var inflater = new Inflater();
    try {
      inflater.setInput(bytes.slice(bytes.position(), length));
      var plain = new byte[1_024];
      var filled = 0;
      while (!inflater.finished()) {
        var got = inflater.inflate(plain, filled, plain.length - filled);
        filled += got;
        if (got == 0 && (inflater.needsInput() || plain.length >= LONGEST)) {
          throw new DataFormatException("cut short or too long");
        }
        if (filled == plain.length) {
          plain = Arrays.copyOf(plain, Math.min(LONGEST, plain.length * 4));
        }
      }
      return ByteBuffer.wrap(plain, 0, filled);
    } finally {
      inflater.end();
    }
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
