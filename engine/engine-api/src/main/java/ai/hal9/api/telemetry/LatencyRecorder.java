package ai.hal9.api.telemetry;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import org.HdrHistogram.WriterReaderPhaser;

/**
 * Collects latencies from any number of threads without locks and hands them over interval by
 * interval: each sample is in exactly one interval, none is lost or doubled at a swap.
 *
 * <p>HdrHistogram's {@code Recorder} does the same, but takes a lock for each of tens of thousands
 * of buckets when an interval is read; here they are read as an array.
 */
public final class LatencyRecorder {

  /** Nanoseconds between two looks whether they are done. */
  private static final long PAUSE = 500_000;

  private final WriterReaderPhaser phaser = new WriterReaderPhaser();
  private volatile Counts active = new Counts();
  private Counts resting = new Counts();

  /** Adds one latency; below zero counts as zero. */
  public void recordNanos(long nanos) {
    var micros = nanos / 1_000;
    var phase = phaser.writerCriticalSectionEnter();
    try {
      active.add(micros);
    } finally {
      phaser.writerCriticalSectionExit(phase);
    }
  }

  /** Ends the interval: what was recorded since the last swap. */
  public LatencyHistogram swap() {
    phaser.readerLock();
    try {
      var ended = active;
      active = resting;
      resting = ended;
      // those who are still adding to it are waited for
      phaser.flipPhase(PAUSE);
      return ended.take();
    } finally {
      phaser.readerUnlock();
    }
  }

  /**
   * One interval's samples. Which blocks of buckets have any is noted, so that only those are read
   * at its end, and not all up to the highest.
   */
  private static final class Counts {

    /** Buckets of a block: two cache lines. */
    private static final int BLOCK = 16;

    private static final int BLOCKS = Math.ceilDiv(Buckets.COUNT, BLOCK);

    private final AtomicLongArray buckets = new AtomicLongArray(BLOCKS * BLOCK);
    private final AtomicLongArray occupied = new AtomicLongArray(Math.ceilDiv(BLOCKS, Long.SIZE));
    private final AtomicLong overflow = new AtomicLong();

    void add(long micros) {
      if (micros > LatencyHistogram.HIGHEST_MICROS) {
        overflow.getAndIncrement();
      }
      var bucket = Buckets.of(Math.clamp(micros, 0, LatencyHistogram.HIGHEST_MICROS));
      buckets.getAndIncrement(bucket);
      var block = bucket / BLOCK;
      var bit = 1L << block;
      if ((occupied.get(block / Long.SIZE) & bit) == 0) {
        occupied.accumulateAndGet(block / Long.SIZE, bit, (before, added) -> before | added);
      }
    }

    /** What nobody adds to any more; it is empty afterwards. */
    LatencyHistogram take() {
      var packed = new PackedBuckets();
      for (var word = 0; word < occupied.length(); word++) {
        for (var bits = occupied.getPlain(word); bits != 0; bits &= bits - 1) {
          takeBlock(word * Long.SIZE + Long.numberOfTrailingZeros(bits), packed);
        }
        occupied.setPlain(word, 0);
      }
      return packed.histogram(overflow.getAndSet(0));
    }

    private void takeBlock(int block, PackedBuckets packed) {
      var end = (block + 1) * BLOCK;
      for (var bucket = block * BLOCK; bucket < end; bucket++) {
        var samples = buckets.getPlain(bucket);
        if (samples > 0) {
          packed.add(bucket, samples);
          buckets.setPlain(bucket, 0);
        }
      }
    }
  }
}
