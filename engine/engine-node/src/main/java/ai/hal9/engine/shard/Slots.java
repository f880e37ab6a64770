package ai.hal9.engine.shard;

import com.dynatrace.hash4j.hashing.Hasher64;
import com.dynatrace.hash4j.hashing.Hashing;
import java.util.UUID;

/**
 * Users fall into 1,024 slots by XXH3 (Collet) of their name as UTF-16, little-endian, and a slot
 * lies whole on one shard. A signal's id carries its slot in the ten bits behind the variant (RFC
 * 9562, section 5.7), so that the id alone tells where the signal is.
 */
public final class Slots {

  /** How many there are. */
  public static final int COUNT = 1 << 10;

  /** In place of a slot: the signal may lie anywhere. */
  public static final int ANY = -1;

  private static final Hasher64 HASHER = Hashing.xxh3_64();
  private static final int SHIFT = 52;
  private static final long MASK = COUNT - 1L;

  private Slots() {}

  /** The slot of a user, or of whatever else keeps signals together. */
  public static int of(String owner) {
    return (int) (HASHER.hashCharsToLong(owner) & MASK);
  }

  /** The slot an id carries. */
  public static int of(UUID id) {
    return (int) ((id.getLeastSignificantBits() >>> SHIFT) & MASK);
  }

  /** The lower half of an id, with a slot in it. */
  public static long in(long leastSignificantBits, int slot) {
    return (leastSignificantBits & ~(MASK << SHIFT)) | ((long) slot << SHIFT);
  }
}
