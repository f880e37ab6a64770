package ai.hal9.sim.report;

import static ai.hal9.sim.telemetry.ServerTimeline.seriesOf;

import ai.hal9.api.metric.MetricCatalogue;
import ai.hal9.api.signal.Stage;
import ai.hal9.sim.telemetry.Readings;
import ai.hal9.sim.telemetry.ServerTimeline;
import ai.hal9.sim.telemetry.ServerWindow;
import tools.jackson.databind.node.ObjectNode;

/** The nodes' side of {@link ReportJson}: series on one axis, null in gaps, and the whole. */
final class ServerJson {

  private final ServerTimeline server;
  private final ServerWindow measured;
  private final Work work;

  ServerJson(RunReport report) {
    this.server = report.server();
    this.measured = report.measured();
    this.work = report.work();
  }

  ObjectNode tree() {
    var node = ReportJson.object();
    node.put("heard", !server.empty());
    node.put("snapshots_lost", server.lost());
    node.put("begin", server.steps().start().toString());
    node.put("step_ms", server.steps().length().toMillis());
    node.put("measured_ms", measured.length().toMillis());
    node.put("measured_gaps", measured.gaps());
    node.set("cache", cache());
    var latency = node.putObject("latency");
    latency.set(
        "processing_time", ReportJson.distribution("server", measured.latency(work.time())));
    var stages = latency.putObject("stages");
    for (var stage : Stage.values()) {
      stages.set(
          stage.wireName(),
          ReportJson.distribution(
              "server",
              measured.latency(seriesOf(MetricCatalogue.STAGE_TIME, "stage", stage.wireName()))));
    }
    if (work == Work.ACTIONS) {
      node.set("games", games());
    }
    node.set("nodes", nodes());
    node.set("series", series());
    events(node);
    return node;
  }

  private ObjectNode cache() {
    var node = ReportJson.object();
    var lookUps = seriesOf(MetricCatalogue.CACHE_REQUESTS);
    node.put("look_ups", Math.round(measured.increase(lookUps)));
    share(node, "hit_rate", measured.ratio(seriesOf(MetricCatalogue.CACHE_HITS), lookUps));
    share(
        node,
        "local_hit_rate",
        measured.ratio(seriesOf(MetricCatalogue.CACHE_HITS, "level", "local"), lookUps));
    share(
        node,
        "redis_hit_rate",
        measured.ratio(seriesOf(MetricCatalogue.CACHE_HITS, "level", "redis"), lookUps));
    share(
        node, "coalesced_rate", measured.ratio(seriesOf(MetricCatalogue.CACHE_COALESCED), lookUps));
    return node;
  }

  private ObjectNode games() {
    var node = ReportJson.object();
    node.put("rounds_complete", Math.round(measured.increase(Rounds.COMPLETE)));
    node.put("rounds_ended_by_time", Math.round(measured.increase(Rounds.BY_TIME)));
    node.put("passed_on", Math.round(measured.increase(Rounds.PASSED_ON)));
    return node;
  }

  private static void share(ObjectNode node, String name, double value) {
    ReportJson.known(node, name, value);
  }

  private ObjectNode nodes() {
    var all = ReportJson.object();
    for (var name : server.nodes()) {
      var node = all.putObject(name);
      node.put("answers", Math.round(measured.increase(name, seriesOf(work.done()))));
      node.put("failed", Math.round(measured.increase(name, work.failed())));
      ReportJson.known(
          node, "cpu_seconds", measured.increase(name, seriesOf(MetricCatalogue.PROCESS_CPU)));
      ReportJson.known(node, "db_connections_peak", measured.peak(name, MetricCatalogue.DB_ACTIVE));
      ReportJson.known(
          node, "resident_bytes_peak", measured.peak(name, MetricCatalogue.RESIDENT_MEMORY));
      node.put("restarts", measured.restarts(name));
      node.set(
          "processing_time",
          ReportJson.distribution("server", measured.latency(name, work.time())));
    }
    return all;
  }

  private ObjectNode series() {
    var node = ReportJson.object();
    var lookUps = seriesOf(MetricCatalogue.CACHE_REQUESTS);
    values(node, "answers_per_second", server.rate(work.done()));
    values(
        node,
        "cache_local_hit_rate",
        server.ratio(seriesOf(MetricCatalogue.CACHE_HITS, "level", "local"), lookUps));
    values(
        node,
        "cache_redis_hit_rate",
        server.ratio(seriesOf(MetricCatalogue.CACHE_HITS, "level", "redis"), lookUps));
    values(
        node,
        "cache_coalesced_rate",
        server.ratio(seriesOf(MetricCatalogue.CACHE_COALESCED), lookUps));
    values(node, "db_connections_active", server.gauge(MetricCatalogue.DB_ACTIVE));
    values(node, "db_connections_pending", server.gauge(MetricCatalogue.DB_PENDING));
    values(node, "db_connections_max", server.gauge(MetricCatalogue.DB_MAX));
    values(node, "rows_per_batch", server.ratio(work.rows(), work.batches()));
    values(node, "machine_cpu_ratio", server.highest(MetricCatalogue.MACHINE_CPU));
    var latency = server.latency(work.time());
    var histograms = node.putArray("processing_time");
    for (var step = 0; step < latency.size(); step++) {
      latency.at(step).ifPresentOrElse(part -> histograms.add(part.encoded()), histograms::addNull);
    }
    return node;
  }

  private static void values(ObjectNode node, String name, Readings readings) {
    var array = node.putArray(name);
    for (var step = 0; step < readings.size(); step++) {
      if (Double.isFinite(readings.at(step))) {
        array.add(readings.at(step));
      } else {
        array.addNull();
      }
    }
  }

  private void events(ObjectNode node) {
    var events = node.putArray("events");
    for (var event : server.events()) {
      var one = events.addObject();
      one.put("kind", ReportJson.lower(event.kind()));
      one.put("time", event.time().toString());
      one.put("title", event.title());
      var details = one.putObject("details");
      event.details().forEach(details::put);
    }
  }
}
