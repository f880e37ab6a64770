package ai.hal9.console.series;

import ai.hal9.api.telemetry.TelemetrySnapshot;
import ai.hal9.sim.telemetry.Increase;
import org.jspecify.annotations.Nullable;

/**
 * Where an interval lies on the time axis all sources share. Intervals are laid on multiples of
 * their nominal length, so that those of different nodes fall into the same columns; an interval
 * that follows the one before directly never leaves a gap, however its ends tremble.
 *
 * @param start milliseconds since the epoch
 * @param length in milliseconds
 * @param grain its nominal length: as narrow as columns can be
 */
record Slot(long start, long length, long grain) {

  /** What lengths are multiples of: the shortest interval a node can be set to. */
  private static final long QUANTUM = 250;

  /** Assumed where a source does not tell its first interval's length. */
  private static final long USUAL = 1_000;

  /** How far an interval may drift over a slot's border and still count for its slot. */
  private static final double DRIFT = 0.3;

  static Slot of(
      TelemetrySnapshot now, long offset, @Nullable TelemetrySnapshot before, @Nullable Cell last) {
    var end = now.time().toEpochMilli() + offset;
    var interval = now.interval().toMillis();
    if (interval == 0) {
      interval = last == null ? USUAL : last.grain();
    }
    var follows =
        before != null && Increase.sameLife(before, now) && now.sequence() == before.sequence() + 1;
    var usual = before == null ? 0 : before.interval().toMillis();
    if (follows && usual > 0 && interval > Math.max(usual * 3 / 2, usual + 1_000)) {
      // It was stopped or starved: only the end of so long an interval is where samples are.
      interval = usual;
      follows = false;
    }
    var length = quantized(interval);
    var middle = end - interval / 2;
    var start = Math.floorDiv(middle, length) * length;
    if (last == null) {
      return new Slot(start, length, length);
    }
    return follows
        ? following(last, middle, start, length)
        : new Slot(Math.max(start, last.start()), length, length);
  }

  private static Slot following(Cell last, long middle, long start, long length) {
    var next = Math.floorDiv(last.end(), length) * length;
    var offset = (double) (middle - next) / length;
    if (offset > -DRIFT && offset < 1 + DRIFT) {
      return new Slot(next, length, length);
    }
    if (start > last.end()) {
      return new Slot(last.end(), start + length - last.end(), length);
    }
    return new Slot(Math.max(start, last.start()), length, length);
  }

  /** The nominal length: a busy node's interval is a little over it. */
  private static long quantized(long interval) {
    return Math.max(1, Math.ceilDiv(interval * 9 / 10, QUANTUM)) * QUANTUM;
  }
}
