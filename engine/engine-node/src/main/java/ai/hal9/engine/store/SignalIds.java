package ai.hal9.engine.store;

import ai.hal9.engine.shard.Slots;
import java.time.InstantSource;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/**
 * UUIDs of version 7 (RFC 9562, section 5.7), strictly increasing within a node: 48 bits of
 * milliseconds, a 12-bit sequence that borrows from the next millisecond when it runs over, and 62
 * bits that are a hash (SplitMix64) of the others and the node's own seed, ten of which are the
 * slot where the signal has one. A clock that goes back for more than five seconds, since it had
 * been ahead, is followed back with another seed, which keeps the ids apart from those given then.
 */
public final class SignalIds {

  private static final int VERSION = 7;
  private static final long VARIANT = 0x8000_0000_0000_0000L;
  private static final long SEQUENCE = 0xFFF;
  private static final int SEQUENCE_BITS = 12;
  private static final long MOST_AHEAD = 5_000L << SEQUENCE_BITS;

  private final InstantSource clock;
  private volatile long seed;
  private final AtomicLong last = new AtomicLong();

  /**
   * A generator.
   *
   * @param seed random and different for every node and start
   */
  public SignalIds(InstantSource clock, long seed) {
    this.clock = clock;
    this.seed = seed;
  }

  /** The next id; any thread, no lock. */
  public UUID next() {
    var high = nextHigh();
    return new UUID(high, low(high));
  }

  /** The next id, in a slot of {@link Slots}. */
  public UUID next(int slot) {
    var high = nextHigh();
    return new UUID(high, Slots.in(low(high), slot));
  }

  private long nextHigh() {
    var now = clock.millis() << SEQUENCE_BITS;
    long previous;
    long next;
    do {
      previous = last.get();
      if (previous - now > MOST_AHEAD) {
        // before the time goes back, so that whoever sees the older time sees the other seed
        seed = mix(seed ^ previous);
        next = now;
      } else {
        next = Math.max(now, previous + 1);
      }
    } while (!last.compareAndSet(previous, next));
    return ((next & ~SEQUENCE) << 4) | (VERSION << SEQUENCE_BITS) | (next & SEQUENCE);
  }

  private long low(long high) {
    return VARIANT | (mix(high ^ seed) >>> 2);
  }

  /** The milliseconds since 1970 in an id of version 7. */
  public static long millis(UUID id) {
    return id.getMostSignificantBits() >>> 16;
  }

  /** Whether the id is of version 7, so that it has a time. */
  public static boolean timed(UUID id) {
    return id.version() == VERSION;
  }

  private static long mix(long value) {
    var z = value + 0x9E37_79B9_7F4A_7C15L;
    z = (z ^ (z >>> 30)) * 0xBF58_476D_1CE4_E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D0_49BB_1331_11EBL;
    return z ^ (z >>> 31);
  }
}
