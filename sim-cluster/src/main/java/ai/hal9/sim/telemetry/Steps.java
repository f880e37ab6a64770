package ai.hal9.sim.telemetry;

import java.time.Duration;
import java.time.Instant;

/**
 * The time axis all sources share: equal steps of whole seconds of wall time.
 *
 * @param start the first step's beginning
 * @param length of one step, whole seconds
 * @param count number of steps
 */
public record Steps(Instant start, Duration length, int count) {

  public Steps {
    if (length.toMillis() < 1_000 || length.toMillis() % 1_000 != 0) {
      throw new IllegalArgumentException("a step is whole seconds, not " + length);
    }
    if (count < 0) {
      throw new IllegalArgumentException("a negative number of steps");
    }
  }

  /** The steps that cover a span of time; its ends are rounded outward. */
  public static Steps covering(Instant from, Instant to, Duration length) {
    var size = length.toSeconds();
    var first = Math.floorDiv(from.getEpochSecond(), size) * size;
    var last = to.getEpochSecond() + (to.getNano() > 0 ? 1 : 0);
    var count = Math.max(0, Math.ceilDiv(last - first, size));
    return new Steps(Instant.ofEpochSecond(first), length, Math.toIntExact(count));
  }

  /** The step a moment falls in, counted from 0; below 0 or beyond the count outside. */
  int indexOf(Instant moment) {
    return Math.toIntExact(
        Math.floorDiv(Duration.between(start, moment).toNanos(), length.toNanos()));
  }

  /** Where in its step a moment lies, in steps since the start. */
  double position(Instant moment) {
    return (double) Duration.between(start, moment).toNanos() / length.toNanos();
  }

  /** When a step begins. */
  public Instant begin(int step) {
    return start.plus(length.multipliedBy(step));
  }

  /** The middle of a step, where its values are drawn. */
  public Instant middle(int step) {
    return begin(step).plus(length.dividedBy(2));
  }

  /** The first step that begins at a moment or after it. */
  int firstFrom(Instant moment) {
    return Math.toIntExact(
        Math.ceilDiv(Duration.between(start, moment).toNanos(), length.toNanos()));
  }
}
