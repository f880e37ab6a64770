package ai.hal9.engine.shard;

import java.util.Arrays;
import java.util.Collection;
import java.util.HexFormat;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * A set of slots as PostgreSQL's {@code get_bit} reads it from a {@code bytea}: bit n is in byte n
 * / 8, the lowest first.
 */
public final class SlotMask {

  private static final int BITS = 8;

  private final byte[] bytes;

  private SlotMask(byte[] bytes) {
    this.bytes = bytes;
  }

  /** Of these slots. */
  public static SlotMask of(Collection<Integer> slots) {
    var bytes = new byte[Slots.COUNT / BITS];
    slots.forEach(slot -> bytes[slot / BITS] |= (byte) (1 << (slot % BITS)));
    return new SlotMask(bytes);
  }

  /** As PostgreSQL has it. */
  public static SlotMask of(byte[] bytes) {
    if (bytes.length != Slots.COUNT / BITS) {
      throw new IllegalArgumentException(bytes.length + " bytes are no mask of slots");
    }
    return new SlotMask(bytes.clone());
  }

  /** Whether a slot is in it. */
  public boolean has(int slot) {
    return ((bytes[slot / BITS] >> (slot % BITS)) & 1) == 1;
  }

  /** The slots in it. */
  public SortedSet<Integer> slots() {
    var slots = new TreeSet<Integer>();
    for (var slot = 0; slot < Slots.COUNT; slot++) {
      if (has(slot)) {
        slots.add(slot);
      }
    }
    return slots;
  }

  /** For a parameter. */
  public byte[] bytes() {
    return bytes.clone();
  }

  /** For a statement that takes no parameters. */
  public String hex() {
    return HexFormat.of().formatHex(bytes);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SlotMask mask && Arrays.equals(bytes, mask.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  @Override
  public String toString() {
    return slots().toString();
  }
}
