package ai.hal9.api.telemetry;

import java.util.Arrays;

/**
 * Adds up distributions, exactly and quickly: one room for all buckets, used again and again. For
 * one thread.
 */
public final class LatencySum {

  private final long[] counts = new long[Buckets.COUNT];
  private int lowest = Buckets.COUNT;
  private int highest = -1;
  private long overflow;

  /** Adds all samples of a distribution. */
  public void add(LatencyHistogram part) {
    if (part.count() > 0) {
      lowest = Math.min(lowest, part.addTo(counts));
      highest = Math.max(highest, part.lastBucket());
    }
    overflow += part.overflow();
  }

  /** What was added since the last call or the start; adding begins anew. */
  public LatencyHistogram take() {
    if (highest < 0) {
      return LatencyHistogram.none();
    }
    var occupied = new PackedBuckets();
    for (var bucket = lowest; bucket <= highest; bucket++) {
      occupied.add(bucket, counts[bucket]);
    }
    var taken = occupied.histogram(overflow);
    Arrays.fill(counts, lowest, highest + 1, 0);
    lowest = Buckets.COUNT;
    highest = -1;
    overflow = 0;
    return taken;
  }
}
