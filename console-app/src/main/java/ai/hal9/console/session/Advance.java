package ai.hal9.console.session;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Supplier;

/**
 * Tells when all sources have been heard further than ever before, and now and then while they have
 * not. To be run whenever something was heard, by any thread: one that looked before another and
 * comes after it tells nothing.
 */
final class Advance implements Runnable {

  private static final Duration SILENCE = Duration.ofSeconds(1);

  private final InstantSource clock;
  private final Supplier<Instant> edge;
  private final Runnable advanced;
  private Instant told = Instant.EPOCH;
  private Instant toldAt = Instant.EPOCH;

  /**
   * @param edge how far all sources have been heard
   * @param advanced may be run by several threads
   */
  Advance(InstantSource clock, Supplier<Instant> edge, Runnable advanced) {
    this.clock = clock;
    this.edge = edge;
    this.advanced = advanced;
  }

  @Override
  public void run() {
    if (due(edge.get())) {
      advanced.run();
    }
  }

  private synchronized boolean due(Instant heard) {
    var now = clock.instant();
    // one told later than now is of a clock that was set back since
    if (heard.isAfter(told) || now.isBefore(toldAt) || !now.isBefore(toldAt.plus(SILENCE))) {
      told = heard;
      toldAt = now;
      return true;
    }
    return false;
  }
}
