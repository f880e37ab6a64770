package ai.hal9.sim.load;

import java.time.Duration;
import java.util.List;

/**
 * The measured part up to the end of the schedule: what rates are taken over. Answers that came
 * later, while the requests under way were awaited, are in the run's counts alone.
 *
 * @param length for how long load was offered
 * @param counts what happened meanwhile
 */
public record OfferedPart(Duration length, LoadCounts counts) {

  /** No time at all. */
  public static final OfferedPart NONE = new OfferedPart(Duration.ZERO, LoadCounts.NONE);

  /** That part of a run with these intervals. */
  public static OfferedPart of(List<LoadInterval> intervals) {
    return intervals.stream()
        .filter(interval -> interval.phase() == LoadPhase.MEASURED)
        .map(interval -> new OfferedPart(interval.length(), interval.counts()))
        .reduce(NONE, OfferedPart::plus);
  }

  /** Both together. */
  public OfferedPart plus(OfferedPart other) {
    return new OfferedPart(length.plus(other.length), counts.plus(other.counts));
  }

  /** Answers per second, of any status; 0 when nothing was measured. */
  public double throughput() {
    return LoadInterval.perSecond(counts.completed(), length);
  }

  /** Good answers per second; 0 when nothing was measured. */
  public double goodput() {
    return LoadInterval.perSecond(counts.answeredWell(), length);
  }

  /** Offered requests per second; 0 when nothing was measured. */
  public double offeredRate() {
    return LoadInterval.perSecond(counts.offered(), length);
  }
}
