package ai.hal9.engine.memory;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Versions that grow with time on every node: microseconds since 1970, or one more than the largest
 * seen where the clock is behind that (the hybrid clock of Kulkarni et al., "Logical Physical
 * Clocks", 2014, in one number).
 */
final class VersionClock {

  private final Clock clock;
  private final AtomicLong last = new AtomicLong();

  VersionClock(Clock clock) {
    this.clock = clock;
  }

  /** One that is larger than any before and than the one seen. */
  long after(long seen) {
    var now = ChronoUnit.MICROS.between(Instant.EPOCH, clock.instant());
    return last.updateAndGet(before -> Math.max(now, Math.max(before, seen) + 1));
  }
}
