package ai.hal9.sim.bench;

import static ai.hal9.sim.telemetry.ServerTimeline.seriesOf;

import ai.hal9.api.metric.MetricCatalogue;
import ai.hal9.api.telemetry.LatencyHistogram;
import ai.hal9.sim.load.OfferedPart;
import ai.hal9.sim.load.Validity;
import ai.hal9.sim.report.RunReport;
import java.util.List;

/**
 * What one mode did in one round.
 *
 * @param round counted from 1
 * @param mode whose turn it was
 * @param offered the part that its throughput is taken over: until its users began no more
 * @param completed answers, of any status, the last of them after that
 * @param failed requests without a good answer
 * @param responseTime as the client saw it
 * @param users held all the time
 * @param connections to PostgreSQL in use, over all nodes, the highest of the samples; not a number
 *     when no node was heard
 * @param lookUps in the response cache, by the nodes' count
 * @param hits of them, local and Redis, without coalesced requests
 * @param invalid why the generator could not keep up; empty when it could
 */
public record Measurement(
    int round,
    Mode mode,
    OfferedPart offered,
    long completed,
    long failed,
    LatencyHistogram responseTime,
    int users,
    double connections,
    double lookUps,
    double hits,
    List<String> invalid) {

  public Measurement {
    invalid = List.copyOf(invalid);
  }

  /** What a run's report says. */
  public static Measurement of(int round, Mode mode, int users, RunReport report) {
    var load = report.load();
    var server = report.measured();
    return new Measurement(
        round,
        mode,
        load.offered(),
        load.counts().completed(),
        load.counts().failed(),
        load.responseTime(),
        users,
        server.peak(MetricCatalogue.DB_ACTIVE),
        server.increase(seriesOf(MetricCatalogue.CACHE_REQUESTS)),
        server.increase(seriesOf(MetricCatalogue.CACHE_HITS)),
        switch (load.validity()) {
          case Validity.Valid _ -> List.of();
          case Validity.Invalid(var because) -> because;
        });
  }

  /** Good answers per second. */
  public double throughput() {
    return offered.goodput();
  }
}
