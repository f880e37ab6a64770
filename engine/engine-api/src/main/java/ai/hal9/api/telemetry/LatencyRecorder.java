package ai.hal9.api.telemetry;

import java.util.concurrent.atomic.AtomicInteger;
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

  /** One interval's samples. */
  private static final class Counts {
    private final AtomicLongArray buckets = new AtomicLongArray(Buckets.COUNT);
    private final AtomicInteger highest = new AtomicInteger();
    private final AtomicLong overflow = new AtomicLong();

    void add(long micros) {
      if (micros > LatencyHistogram.HIGHEST_MICROS) {
        overflow.getAndIncrement();
      }
      var bucket = Buckets.of(Math.clamp(micros, 0, LatencyHistogram.HIGHEST_MICROS));
      buckets.getAndIncrement(bucket);
      if (bucket > highest.get()) {
        highest.accumulateAndGet(bucket, Math::max);
      }
    }

    /** What nobody adds to any more; it is empty afterwards. */
    LatencyHistogram take() {
      var occupied = new PackedBuckets();
      var last = highest.getAndSet(0);
      for (var bucket = 0; bucket <= last; bucket++) {
        var samples = buckets.getPlain(bucket);
        if (samples > 0) {
          occupied.add(bucket, samples);
          buckets.setPlain(bucket, 0);
        }
      }
      return occupied.histogram(overflow.getAndSet(0));
    }
  }
}
