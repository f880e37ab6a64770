package ai.hal9.api.telemetry;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/**
 * Distributions as text: the overflow, a colon, HdrHistogram's V2 encoding in Base64, compressed or
 * not, to the byte as HdrHistogram writes it. Written from the packed form and read into it,
 * without HdrHistogram's array of all buckets, which takes many times as long to clear and to walk.
 */
final class HdrText {

  private static final int PLAIN_COOKIE = 0x1c849303 | 0x10;
  private static final int COMPRESSED_COOKIE = 0x1c849304 | 0x10;

  /** Kept for the next, as all that follows: a frame has a dozen histograms. */
  private static final Inflater INFLATER = new Inflater();

  private static final int HEADER = 40;
  private static final int LONGEST_NUMBER = 9;

  /** A count for every bucket, and as many stretches of empty ones, or a little less. */
  private static final byte[] PLAIN = new byte[HEADER + LONGEST_NUMBER * Buckets.COUNT];

  private static final Deflater DEFLATER = new Deflater(Deflater.BEST_SPEED);

  /** What a histogram is before it is deflated. */
  private static final ByteBuffer ROOM = ByteBuffer.allocate(PLAIN.length);

  private HdrText() {}

  /** Not compressed: longer, and sooner written and read. */
  static String plainly(LatencyHistogram latency) {
    synchronized (DEFLATER) {
      return text(latency, ROOM.slice(0, plain(latency)));
    }
  }

  static String compressed(LatencyHistogram latency) {
    synchronized (DEFLATER) {
      var length = plain(latency);
      var packed = ByteBuffer.allocate(2 * Integer.BYTES + mostDeflated(length));
      var deflated = deflated(length, packed.array(), 2 * Integer.BYTES);
      packed.putInt(COMPRESSED_COOKIE).putInt(deflated);
      packed.position(0).limit(2 * Integer.BYTES + deflated);
      return text(latency, packed);
    }
  }

  private static String text(LatencyHistogram latency, ByteBuffer bytes) {
    var text = Base64.getEncoder().encode(bytes);
    return latency.overflow() + ":" + StandardCharsets.ISO_8859_1.decode(text);
  }

  /** Fills the room; how many bytes it takes. Call while holding the lock on {@link #DEFLATER}. */
  private static int plain(LatencyHistogram latency) {
    ROOM.clear().position(HEADER);
    var next = 0;
    for (var cursor = latency.cursor(); cursor.next(); next = cursor.bucket() + 1) {
      var empty = cursor.bucket() - next;
      if (empty > 0) {
        zigZag(ROOM, empty == 1 ? 0 : -empty);
      }
      zigZag(ROOM, cursor.count());
    }
    if (next == 0) {
      zigZag(ROOM, 0);
    }
    var length = ROOM.position();
    ROOM.position(0);
    ROOM.putInt(PLAIN_COOKIE).putInt(length - HEADER).putInt(0);
    ROOM.putInt(LatencyHistogram.SIGNIFICANT_DIGITS);
    ROOM.putLong(1).putLong(LatencyHistogram.HIGHEST_MICROS).putDouble(1);
    return length;
  }

  private static int deflated(int length, byte[] to, int from) {
    DEFLATER.reset();
    DEFLATER.setInput(ROOM.array(), 0, length);
    DEFLATER.finish();
    var filled = from;
    while (!DEFLATER.finished()) {
      filled += DEFLATER.deflate(to, filled, to.length - filled);
    }
    return filled - from;
  }

  /** What zlib promises not to exceed, and more. */
  private static int mostDeflated(int length) {
    return length + length / 512 + 64;
  }

  static LatencyHistogram read(String text) {
    try {
      var colon = text.indexOf(':');
      var overflow = Long.parseLong(text, 0, colon, 10);
      var bytes = ByteBuffer.wrap(Base64.getDecoder().decode(text.substring(colon + 1)));
      if (bytes.getInt(0) == PLAIN_COOKIE) {
        return distribution(bytes, overflow);
      }
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
      throw new IllegalArgumentException("not HdrHistogram's V2 encoding");
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

  private static void zigZag(ByteBuffer to, long number) {
    var rest = number << 1 ^ number >> 63;
    for (var bytes = 1; bytes < LONGEST_NUMBER && rest >>> 7 != 0; bytes++) {
      to.put((byte) (rest | 0x80));
      rest >>>= 7;
    }
    to.put((byte) rest);
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
