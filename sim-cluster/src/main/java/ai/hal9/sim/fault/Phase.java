package ai.hal9.sim.fault;

import ai.hal9.api.telemetry.LatencyHistogram;
import ai.hal9.api.telemetry.LatencyTally;
import ai.hal9.sim.fault.Entry.Answer;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;

/**
 * What became of the signals that were due in a stretch of time.
 *
 * @param offered signals due
 * @param acknowledged signals acknowledged, whenever that was
 * @param refused the others, by kind
 * @param responses from due to acknowledged, as the client sees it
 */
public record Phase(
    long offered, long acknowledged, Map<String, Long> refused, LatencyHistogram responses) {

  public Phase {
    refused = Map.copyOf(refused);
  }

  /**
   * The signals due in a stretch.
   *
   * @param from nanoseconds after the load's start
   * @param until exclusive
   */
  static Phase of(Collection<Entry> entries, long from, long until) {
    var offered = 0L;
    var refused = new TreeMap<String, Long>();
    var responses = new LatencyTally();
    for (var entry : entries) {
      if (entry.due() < from || entry.due() >= until) {
        continue;
      }
      offered++;
      switch (entry.answer()) {
        case Answer.Acknowledged _ -> responses.recordNanos(entry.responseNanos());
        case Answer.Refused(var kind) -> refused.merge(kind, 1L, Long::sum);
      }
    }
    var times = responses.histogram();
    return new Phase(offered, times.count(), refused, times);
  }

  /**
   * Share of the signals due that were not acknowledged, 0 to 1; not a number when none was due.
   */
  public double errorRate() {
    return offered == 0 ? Double.NaN : (double) (offered - acknowledged) / offered;
  }
}
