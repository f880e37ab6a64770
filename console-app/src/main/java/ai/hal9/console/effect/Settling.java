package ai.hal9.console.effect;

import ai.hal9.sim.telemetry.Readings;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/**
 * When a system has come to rest after a change: at the first interval, {@link #LEAST} after the
 * change or later, from which the means of the next ten intervals and of the ten after them differ
 * by less than one standard deviation of those twenty, for throughput and for median latency alike.
 * A transient moves the mean by more than the noise; a steady load's twenty intervals do not.
 */
final class Settling {

  /** Intervals that are passed over in any case. */
  static final int LEAST = 5;

  private static final int SPAN = 10;

  private Settling() {}

  /** The first interval at rest, counted from the change; empty when there is none yet. */
  static OptionalInt first(Readings throughput, Readings median) {
    return IntStream.rangeClosed(LEAST, throughput.size() - 2 * SPAN)
        .filter(from -> rests(throughput, from) && rests(median, from))
        .findFirst();
  }

  private static boolean rests(Readings readings, int from) {
    var first = readings.slice(from, from + SPAN).known().toArray();
    var second = readings.slice(from + SPAN, from + 2 * SPAN).known().toArray();
    if (first.length < SPAN / 2 || second.length < SPAN / 2) {
      return false;
    }
    var all = readings.slice(from, from + 2 * SPAN).known().toArray();
    var moved = Math.abs(mean(first) - mean(second));
    return moved <= deviation(all);
  }

  private static double mean(double[] values) {
    var sum = 0.0;
    for (var value : values) {
      sum += value;
    }
    return sum / values.length;
  }

  private static double deviation(double[] values) {
    var mean = mean(values);
    var squares = 0.0;
    for (var value : values) {
      squares += (value - mean) * (value - mean);
    }
    return Math.sqrt(squares / (values.length - 1));
  }
}
