package ai.hal9.console.series;

import java.time.Duration;
import java.time.Instant;

/**
 * A stretch of time on this machine's clock.
 *
 * @param from inclusive
 * @param to exclusive, not before {@code from}
 */
public record Window(Instant from, Instant to) {

  public Window {
    if (to.isBefore(from)) {
      throw new IllegalArgumentException("a window from " + from + " back to " + to);
    }
  }

  /** The stretch of this length that ends now. */
  public static Window last(Duration length, Instant now) {
    return new Window(now.minus(length), now);
  }

  public Duration length() {
    return Duration.between(from, to);
  }

  public boolean contains(Instant moment) {
    return !moment.isBefore(from) && moment.isBefore(to);
  }
}
