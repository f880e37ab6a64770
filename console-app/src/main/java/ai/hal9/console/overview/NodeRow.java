package ai.hal9.console.overview;

import static ai.hal9.api.metric.MetricCatalogue.BALANCER_REQUESTS;
import static ai.hal9.api.metric.MetricCatalogue.BREAKER_STATE;
import static ai.hal9.api.metric.MetricCatalogue.CACHE_HITS;
import static ai.hal9.api.metric.MetricCatalogue.CACHE_REQUESTS;
import static ai.hal9.api.metric.MetricCatalogue.HEAP_USED;
import static ai.hal9.api.metric.MetricCatalogue.HTTP_REQUESTS;
import static ai.hal9.api.metric.MetricCatalogue.PG_COMMITS;
import static ai.hal9.api.metric.MetricCatalogue.PROCESSING_TIME;
import static ai.hal9.api.metric.MetricCatalogue.PROCESS_CPU;
import static ai.hal9.api.metric.MetricCatalogue.REDIS_OPS;

import ai.hal9.api.metric.Metric;
import ai.hal9.api.telemetry.SourceKind;
import ai.hal9.console.series.Combine;
import ai.hal9.console.series.HeardSource;
import ai.hal9.console.series.HistoryStore;
import ai.hal9.console.series.Percentile;
import ai.hal9.console.series.Scope;
import ai.hal9.console.series.Selection;
import ai.hal9.console.source.NodeState;
import ai.hal9.sim.telemetry.Readings;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

/**
 * One process of the cluster, over the last ten seconds. What does not apply to it, or is not
 * known, is {@code NaN}.
 *
 * @param state how it is heard
 * @param reason why it is not; empty while it is
 * @param cpu cores kept busy
 * @param heap bytes of heap in use
 * @param requests per second: of a node and the balancer requests, of PostgreSQL commits, of Redis
 *     commands
 * @param p99 seconds
 * @param hits share of look-ups
 * @param pool share of the database pool in use
 * @param breaker 0 closed, 1 half-open, 2 open
 */
record NodeRow(
    String name,
    NodeState.Hearing state,
    String reason,
    String role,
    String region,
    String version,
    double cpu,
    double heap,
    double requests,
    double p99,
    double hits,
    double pool,
    double breaker) {

  private static final Duration SILENT_AFTER = Duration.ofSeconds(5);

  /** The members first, then what else was heard. */
  static List<NodeRow> all(HistoryStore history, List<NodeState> members, Instant now) {
    var rows = new ArrayList<NodeRow>();
    var known = new HashSet<String>();
    for (var member : members) {
      known.add(member.name());
      rows.add(
          row(
              history,
              member.name(),
              member.state(),
              member.reason(),
              SourceKind.NODE,
              member.region(),
              member.version()));
    }
    for (var source : history.sources()) {
      var who = source.newest().source();
      if (who.kind() != SourceKind.NODE && known.add(who.name())) {
        rows.add(
            row(
                history,
                who.name(),
                hearing(source, now),
                "",
                who.kind(),
                who.region(),
                who.version()));
      }
    }
    return rows;
  }

  private static NodeState.Hearing hearing(HeardSource source, Instant now) {
    return source.lastHeard().plus(SILENT_AFTER).isBefore(now)
        ? NodeState.Hearing.SILENT
        : NodeState.Hearing.HEARD;
  }

  private static NodeRow row(
      HistoryStore history,
      String name,
      NodeState.Hearing state,
      String reason,
      SourceKind kind,
      String region,
      String version) {
    var axis = history.latest(TileState.WINDOW);
    var scope = Scope.source(name);
    var served = new Served(history, scope);
    var heard = state == NodeState.Hearing.HEARD;
    return new NodeRow(
        name,
        state,
        reason,
        role(kind),
        region,
        version,
        heard ? served.rate(PROCESS_CPU) : Double.NaN,
        heard ? served.gauge(HEAP_USED) : Double.NaN,
        heard ? served.rate(requests(kind)) : Double.NaN,
        last(history.latency(axis, scope, Selection.of(PROCESSING_TIME)).seconds(Percentile.P99)),
        last(history.ratio(axis, scope, Selection.of(CACHE_HITS), Selection.of(CACHE_REQUESTS))),
        heard ? last(OverviewBoard.poolUse(history, axis, scope)) : Double.NaN,
        heard ? served.gauge(BREAKER_STATE) : Double.NaN);
  }

  private static Metric requests(SourceKind kind) {
    return switch (kind) {
      case NODE -> HTTP_REQUESTS;
      case POSTGRES -> PG_COMMITS;
      case REDIS -> REDIS_OPS;
      case BALANCER -> BALANCER_REQUESTS;
    };
  }

  /** Whether it is an engine node. */
  boolean node() {
    return role.equals(role(SourceKind.NODE));
  }

  private static String role(SourceKind kind) {
    return switch (kind) {
      case NODE -> "Engine node";
      case POSTGRES -> "PostgreSQL";
      case REDIS -> "Redis";
      case BALANCER -> "Balancer";
    };
  }

  private static double last(Readings readings) {
    return readings.size() == 0 ? Double.NaN : readings.at(readings.size() - 1);
  }

  private record Served(HistoryStore history, Scope scope) {

    double rate(Metric counter) {
      return last(history.rate(history.latest(TileState.WINDOW), scope, Selection.of(counter)));
    }

    double gauge(Metric gauge) {
      return last(
          history
              .gauge(history.latest(TileState.WINDOW), scope, Selection.of(gauge), Combine.MAX)
              .mean());
    }
  }
}
