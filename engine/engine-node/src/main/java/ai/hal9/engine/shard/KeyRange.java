package ai.hal9.engine.shard;

/**
 * Neighbouring slots on one shard.
 *
 * @param start the first
 * @param end the last
 */
public record KeyRange(int start, int end) {

  public KeyRange {
    if (start < 0 || end >= Slots.COUNT || start > end) {
      throw new IllegalArgumentException(
          "%d to %d is no range of slots 0 to %d".formatted(start, end, Slots.COUNT - 1));
    }
  }
}
