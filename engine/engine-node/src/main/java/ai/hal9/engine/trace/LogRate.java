package ai.hal9.engine.trace;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;

/**
 * Lets a few log lines through a second, so that an outage does not fill the log with one line a
 * request, and counts the others.
 */
public final class LogRate {

  private static final long SECOND = 1_000_000_000L;

  private final int most;
  private final LongSupplier nanoTime;
  private final AtomicReference<Second> second;
  private final AtomicLong left = new AtomicLong();

  private record Second(long start, AtomicLong lines) {}

  /**
   * Of so many lines a second.
   *
   * @param nanoTime the monotonic clock
   */
  public LogRate(int most, LongSupplier nanoTime) {
    this.most = most;
    this.nanoTime = nanoTime;
    second = new AtomicReference<>(new Second(nanoTime.getAsLong(), new AtomicLong()));
  }

  /** Whether a line may be written now; who may not is counted. */
  public boolean allows() {
    var now = nanoTime.getAsLong();
    var present = second.get();
    if (now - present.start >= SECOND) {
      second.compareAndSet(present, new Second(now, new AtomicLong()));
      present = second.get();
    }
    if (present.lines.get() < most && present.lines.incrementAndGet() <= most) {
      return true;
    }
    left.incrementAndGet();
    return false;
  }

  /** What a line that is written says of those that were not since the last: empty, or a remark. */
  public String leftOut() {
    var count = left.getAndSet(0);
    return count == 0 ? "" : " (and " + count + " more that are not logged)";
  }
}
