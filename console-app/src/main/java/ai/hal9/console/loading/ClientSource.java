package ai.hal9.console.loading;

import static ai.hal9.api.metric.MetricCatalogue.CLIENT_IN_FLIGHT;
import static ai.hal9.api.metric.MetricCatalogue.CLIENT_PENDING;
import static ai.hal9.api.metric.MetricCatalogue.CLIENT_REQUESTS;
import static ai.hal9.api.metric.MetricCatalogue.CLIENT_RESPONSE_TIME;
import static ai.hal9.api.metric.MetricCatalogue.CLIENT_SERVICE_TIME;
import static ai.hal9.api.metric.MetricCatalogue.CLIENT_USERS;

import ai.hal9.api.metric.Series;
import ai.hal9.api.telemetry.LatencyHistogram;
import ai.hal9.api.telemetry.SourceKind;
import ai.hal9.api.telemetry.TelemetryFrame;
import ai.hal9.api.telemetry.TelemetrySnapshot;
import ai.hal9.api.telemetry.TelemetrySource;
import ai.hal9.sim.driver.LoadNews;
import ai.hal9.sim.load.LoadCounts;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** One run's intervals as telemetry: a source beside the nodes, on the same time axis. */
final class ClientSource {

  /** The name among the history's sources. */
  static final String NAME = "client";

  private final TelemetrySource source;
  private LoadCounts total = LoadCounts.NONE;
  private long sequence;

  ClientSource(String cluster, Instant startedAt) {
    source = new TelemetrySource(SourceKind.CLIENT, NAME, cluster, "", "", startedAt);
  }

  /** The next interval. */
  TelemetryFrame frame(LoadNews.Progress progress) {
    var interval = progress.interval();
    total = total.plus(interval.counts());
    return new TelemetryFrame(
        0,
        new TelemetrySnapshot(
            source,
            sequence++,
            progress.at(),
            progress.monotonicNanos(),
            interval.length(),
            counters(),
            Map.of(
                CLIENT_USERS.series(), (double) interval.users(),
                CLIENT_PENDING.series(), (double) interval.pending(),
                CLIENT_IN_FLIGHT.series(), (double) interval.inFlight()),
            Map.<Series, LatencyHistogram>of(
                CLIENT_RESPONSE_TIME.series(), interval.responseTime(),
                CLIENT_SERVICE_TIME.series(), interval.serviceTime()),
            List.of()));
  }

  private Map<Series, Double> counters() {
    return Map.of(
        CLIENT_REQUESTS.series("offered"), (double) total.offered(),
        CLIENT_REQUESTS.series("started"), (double) total.started(),
        CLIENT_REQUESTS.series("completed"), (double) total.completed(),
        CLIENT_REQUESTS.series("failed"), (double) total.failed(),
        CLIENT_REQUESTS.series("dropped"), (double) total.dropped());
  }
}
