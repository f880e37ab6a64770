package ai.hal9.sim.load;

import ai.hal9.api.telemetry.LatencyHistogram;
import java.time.Duration;

/**
 * What the generator says of itself, for the measured part.
 *
 * @param eventLoops number of event loops
 * @param transport {@code epoll} or {@code nio}
 * @param cpuShare share of all cores this process used, 0 to 1; negative when unknown
 * @param loopBusy share of its time the busiest event loop was on a core, 0 to 1; negative when
 *     unknown
 * @param cpuPerRequest processor time of this process per completed request
 * @param gcPauses number of garbage collections
 * @param gcTime time in them
 * @param gcLongest the longest one
 * @param scheduleLag how late it acted: open models on arrivals, closed ones on steps of their
 *     users' clock
 * @param validity the verdict
 */
public record GeneratorCheck(
    int eventLoops,
    String transport,
    double cpuShare,
    double loopBusy,
    Duration cpuPerRequest,
    long gcPauses,
    Duration gcTime,
    Duration gcLongest,
    LatencyHistogram scheduleLag,
    Validity validity) {

  /** This with another verdict. */
  public GeneratorCheck with(Validity other) {
    return new GeneratorCheck(
        eventLoops,
        transport,
        cpuShare,
        loopBusy,
        cpuPerRequest,
        gcPauses,
        gcTime,
        gcLongest,
        scheduleLag,
        other);
  }
}
