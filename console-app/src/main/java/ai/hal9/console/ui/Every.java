package ai.hal9.console.ui;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Once in a while, by the time that is told. Where that was set back, it is time again: a clock
 * that is corrected holds nothing up. For one thread.
 */
public final class Every {

  private final Duration period;
  private @Nullable Instant done;

  /**
   * @param period the least time between two times, while the clock is not set
   */
  public Every(Duration period) {
    this.period = period;
  }

  /** Whether it is time; it counts as done then. */
  public boolean due(Instant now) {
    if (done != null && !now.isBefore(done) && now.isBefore(done.plus(period))) {
      return false;
    }
    done = now;
    return true;
  }

  /** It was done now, unasked. */
  public void done(Instant now) {
    done = now;
  }
}
