package ai.hal9.sim.load;

import ai.hal9.api.telemetry.LatencyHistogram;
import java.time.Duration;

/**
 * What happened in one second of a run, or a little more or less: it ends with its stage. In the
 * result of a run of more than an hour several seconds are one.
 *
 * @param phase which part of the run it is
 * @param offset its start, counted from the end of the warm-up; negative within it
 * @param length its true length
 * @param counts of the phase's requests; a warm-up request that ends later is in no measured one
 * @param responseTime from the intended start to the whole answer; timeouts are in it, and at the
 *     run's end what was never answered, with the time that was waited
 * @param serviceTime from the actual sending to the whole answer
 * @param scheduleLag how late the generator acted: open models on arrivals, closed ones on steps of
 *     their users' clock
 * @param users closed models: users at the interval's end; else 0
 * @param pending open models: arrivals waiting for a connection at the interval's end; else 0
 * @param connections established connections at the interval's end
 * @param inFlight requests sent and not yet answered at the interval's end
 */
public record LoadInterval(
    LoadPhase phase,
    Duration offset,
    Duration length,
    LoadCounts counts,
    LatencyHistogram responseTime,
    LatencyHistogram serviceTime,
    LatencyHistogram scheduleLag,
    int users,
    int pending,
    int connections,
    int inFlight) {

  /** This and the one after it, of the same phase, as one. */
  public LoadInterval with(LoadInterval next) {
    return new LoadInterval(
        phase,
        offset,
        length.plus(next.length),
        counts.plus(next.counts),
        responseTime.plus(next.responseTime),
        serviceTime.plus(next.serviceTime),
        scheduleLag.plus(next.scheduleLag),
        next.users,
        next.pending,
        next.connections,
        next.inFlight);
  }

  /** Completed requests per second. */
  public double throughput() {
    return perSecond(counts.completed(), length);
  }

  /** Offered requests per second. */
  public double offeredRate() {
    return perSecond(counts.offered(), length);
  }

  static double perSecond(long count, Duration time) {
    return time.isZero() ? 0 : count * 1e9 / time.toNanos();
  }
}
