package ai.hal9.sim.report;

import static ai.hal9.sim.telemetry.ServerTimeline.seriesOf;

import ai.hal9.api.metric.MetricCatalogue;
import ai.hal9.api.metric.Series;
import ai.hal9.api.telemetry.LatencyHistogram;
import ai.hal9.sim.chart.Curve;
import ai.hal9.sim.telemetry.Readings;
import ai.hal9.sim.telemetry.ServerTimeline;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/** What the nodes said during a run, as curves on the client's time axis. */
final class ServerCurves {

  /** More nodes than this cannot be told apart by colour. */
  private static final int COLOURS = 8;

  private final ServerTimeline server;
  private final Work work;
  private final int cores;
  private final double[] xs;

  ServerCurves(RunReport report) {
    this.server = report.server();
    this.work = report.work();
    this.cores = report.setup().machine().cores();
    this.xs =
        IntStream.range(0, server.steps().count())
            .mapToDouble(
                step ->
                    ClientCurves.seconds(
                        Duration.between(report.load().startedAt(), server.steps().middle(step))))
            .toArray();
  }

  List<Curve> processingTime() {
    var latency = server.latency(work.time());
    var parts = new ArrayList<Optional<LatencyHistogram>>();
    for (var step = 0; step < latency.size(); step++) {
      parts.add(latency.at(step));
    }
    return LatencyCurves.of(xs, parts);
  }

  List<Curve> answersByNode() {
    return byNode(node -> server.rate(node, work.done()));
  }

  List<Curve> cache() {
    return List.of(
        share("local hit", "cache-local", seriesOf(MetricCatalogue.CACHE_HITS, "level", "local")),
        share("Redis hit", "cache-redis", seriesOf(MetricCatalogue.CACHE_HITS, "level", "redis")),
        share("coalesced", "cache-coalesced", seriesOf(MetricCatalogue.CACHE_COALESCED)));
  }

  List<Curve> databasePool() {
    return List.of(
        curve("limit", "limit", server.gauge(MetricCatalogue.DB_MAX)),
        curve("in use", "completed", server.gauge(MetricCatalogue.DB_ACTIVE)),
        curve("threads waiting", "pending", server.gauge(MetricCatalogue.DB_PENDING)));
  }

  List<Curve> permits() {
    return List.of(
        curve("limit", "limit", server.gauge(MetricCatalogue.PARALLEL_MAX)),
        curve("in use", "completed", server.gauge(MetricCatalogue.PARALLEL_ACTIVE)),
        curve("signals waiting", "pending", server.gauge(MetricCatalogue.PARALLEL_WAITING)));
  }

  List<Curve> batches() {
    return List.of(curve("rows per batch", "completed", server.ratio(work.rows(), work.batches())));
  }

  List<Curve> processor() {
    var curves = new ArrayList<Curve>();
    curves.add(
        curve(
            "whole machine",
            "limit",
            server.highest(MetricCatalogue.MACHINE_CPU).map(share -> share * cores)));
    curves.addAll(byNode(node -> server.rate(node, MetricCatalogue.PROCESS_CPU)));
    return curves;
  }

  private List<Curve> byNode(Function<String, Readings> values) {
    var curves = new ArrayList<Curve>();
    var nodes = server.nodes();
    for (var i = 0; i < nodes.size(); i++) {
      curves.add(curve(nodes.get(i), "node-" + (i % COLOURS + 1), values.apply(nodes.get(i))));
    }
    return curves;
  }

  private Curve share(String name, String style, Predicate<Series> part) {
    return curve(name, style, server.ratio(part, seriesOf(MetricCatalogue.CACHE_REQUESTS)));
  }

  private Curve curve(String name, String style, Readings readings) {
    return Curve.of(name, style, xs, readings.toArray());
  }
}
