package ai.hal9.engine.shard;

import com.dynatrace.hash4j.consistent.ConsistentBucketHasher;
import com.dynatrace.hash4j.consistent.ConsistentHashing;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * Which shard each slot lies on. Immutable; every change is another version.
 *
 * @param version grows with every change
 * @param strategy by what the slots were given out
 * @param owners the shard of each slot, in their order
 */
public record ShardMap(long version, Strategy strategy, List<Integer> owners) {

  private static final ConsistentBucketHasher BUCKETS = ConsistentHashing.jumpBackHashSplitMix64();

  public ShardMap {
    owners = List.copyOf(owners);
    if (owners.size() != Slots.COUNT) {
      throw new IllegalArgumentException(
          "%d slots instead of %d".formatted(owners.size(), Slots.COUNT));
    }
  }

  /** The first version of a map over one shard or more, by consistent hashing. */
  public static ShardMap consistent(SortedSet<Integer> shards) {
    var inOrder = List.copyOf(shards);
    return new ShardMap(
        1,
        Strategy.CONSISTENT_HASH,
        IntStream.range(0, Slots.COUNT)
            .mapToObj(slot -> inOrder.get(BUCKETS.getBucket(slot, inOrder.size())))
            .toList());
  }

  /**
   * The first version of a map by ranges.
   *
   * @throws IllegalArgumentException when a slot is in no range or in two
   */
  public static ShardMap ranges(Map<Integer, KeyRange> ranges) {
    var owners = new ArrayList<Integer>(Collections.nCopies(Slots.COUNT, Slots.ANY));
    ranges.forEach(
        (shard, range) -> {
          for (var slot = range.start(); slot <= range.end(); slot++) {
            if (owners.set(slot, shard) != Slots.ANY) {
              throw new IllegalArgumentException("slot %d is in two ranges".formatted(slot));
            }
          }
        });
    var missing = owners.indexOf(Slots.ANY);
    if (missing >= 0) {
      throw new IllegalArgumentException("slot %d is in no range".formatted(missing));
    }
    return new ShardMap(1, Strategy.KEY_RANGE, owners);
  }

  /** The shard a slot lies on. */
  public int owner(int slot) {
    return owners.get(slot);
  }

  /** How many slots each shard has, of those that have any. */
  public SortedMap<Integer, Integer> shares() {
    var shares = new TreeMap<Integer, Integer>();
    owners.forEach(shard -> shares.merge(shard, 1, Integer::sum));
    return shares;
  }

  /**
   * The owners there would be with a further shard: of consistent hashing what the hash gives it,
   * of ranges the upper half of the largest.
   */
  public List<Integer> ownersWith(int shard) {
    var shards = new TreeSet<>(shares().keySet());
    if (!shards.isEmpty() && shard <= shards.last()) {
      throw new IllegalArgumentException(
          "shard %d does not follow shard %d".formatted(shard, shards.last()));
    }
    return switch (strategy) {
      case CONSISTENT_HASH -> {
        shards.add(shard);
        var fresh = consistent(shards).owners;
        yield IntStream.range(0, Slots.COUNT)
            .mapToObj(slot -> fresh.get(slot) == shard ? Integer.valueOf(shard) : owners.get(slot))
            .toList();
      }
      case KEY_RANGE -> halved(shard);
    };
  }

  /** The next version, in which some slots lie elsewhere. */
  public ShardMap moved(SortedSet<Integer> slots, int shard) {
    return new ShardMap(
        version + 1,
        strategy,
        IntStream.range(0, Slots.COUNT)
            .mapToObj(slot -> slots.contains(slot) ? Integer.valueOf(shard) : owners.get(slot))
            .toList());
  }

  private List<Integer> halved(int shard) {
    var largest = Collections.max(shares().entrySet(), Map.Entry.comparingByValue()).getKey();
    var slots =
        IntStream.range(0, Slots.COUNT).filter(slot -> owners.get(slot) == (int) largest).toArray();
    var halved = new ArrayList<>(owners);
    for (var i = slots.length - slots.length / 2; i < slots.length; i++) {
      halved.set(slots[i], shard);
    }
    return halved;
  }
}
