package ai.hal9.sim.report;

import ai.hal9.api.telemetry.LatencyHistogram;
import ai.hal9.sim.chart.Band;
import ai.hal9.sim.chart.Curve;
import ai.hal9.sim.chart.HeatStrip;
import ai.hal9.sim.chart.Mark;
import ai.hal9.sim.chart.Markup;
import ai.hal9.sim.chart.PercentileChart;
import ai.hal9.sim.chart.Quantity;
import ai.hal9.sim.chart.TimeChart;
import ai.hal9.sim.chart.TimeScale;
import ai.hal9.sim.scenario.ClosedModel;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;

/** The charts of a run. Latencies share one scale, so that client and server can be compared. */
final class ChartSection {

  private final RunReport report;
  private final TimeScale time;
  private final TimeChart charts;
  private final ClientCurves client;

  ChartSection(RunReport report, List<Mark> marks) {
    this.report = report;
    this.client = new ClientCurves(report.load());
    var begin = ClientCurves.seconds(report.begin());
    var end = Math.max(ClientCurves.seconds(report.end()), begin + 1);
    this.time = new TimeScale(begin, end);
    var bands = new ArrayList<Band>();
    if (begin < 0) {
      bands.add(new Band(begin, 0, "warm-up"));
    }
    var scheduled = ClientCurves.seconds(report.load().scenario().executor().duration());
    if (end > scheduled + 0.5) {
      bands.add(new Band(scheduled, end, "draining"));
    }
    this.charts = new TimeChart(time, bands, marks);
  }

  Markup html() {
    var section = new Markup().open("section", "class", "charts");
    section.add(
        charts.linear(
            "Throughput", "requests per second · client", Quantity.RATE, client.throughput()));
    percentiles(section);
    latencies(section);
    section.add(
        charts.linear("Demand", "at each second's end · client", Quantity.COUNT, client.demand()));
    if (!report.server().empty()) {
      servers(section);
    }
    trouble(section);
    return section.close("section");
  }

  private boolean closed() {
    return report.load().scenario().executor() instanceof ClosedModel;
  }

  private void latencies(Markup section) {
    var sets = new LinkedHashMap<String, List<Curve>>();
    if (closed()) {
      sets.put(
          "Response time|client · equals service time, for each user waits for its answer",
          client.responseTime());
    } else {
      sets.put("Response time|client · from the intended start", client.responseTime());
      sets.put("Service time|client · from the actual sending", client.serviceTime());
    }
    if (!report.server().empty()) {
      sets.put(
          "%s|server · %s".formatted(report.work().title(), report.work().about()),
          new ServerCurves(report).processingTime());
    }
    var all = sets.values().stream().flatMap(List::stream).toList();
    var least = all.stream().mapToDouble(Curve::leastPositive).filter(Double::isFinite).min();
    var largest = all.stream().mapToDouble(Curve::max).filter(Double::isFinite).max();
    sets.forEach(
        (caption, curves) -> {
          var parts = caption.split("\\|", 2);
          section.add(
              charts.logarithmic(
                  parts[0],
                  "logarithmic · " + parts[1],
                  Quantity.LATENCY,
                  curves,
                  least.orElse(100),
                  largest.orElse(10_000)));
        });
  }

  private void percentiles(Markup section) {
    var load = report.load();
    var distributions = new LinkedHashMap<String, LatencyHistogram>();
    distributions.put("completed|response time, client", load.responseTime());
    if (!closed()) {
      distributions.put("cache-coalesced|service time, client", load.serviceTime());
    }
    if (!report.server().empty()) {
      distributions.put(
          "cache-redis|%s time, server".formatted(report.work().label()),
          report.measured().latency(report.work().time()));
    }
    section.add(
        PercentileChart.of(
            "Latency by percentile",
            "logarithmic · %s measured, n = %s"
                .formatted(
                    Quantity.span(load.window()), Quantity.exact(load.responseTime().count())),
            distributions));
  }

  private void servers(Markup section) {
    var server = new ServerCurves(report);
    section.add(
        charts.linear(
            report.work() == Work.ACTIONS ? "Actions by node" : "Answers by node",
            "per second · server",
            Quantity.RATE,
            server.answersByNode()));
    if (report.work() == Work.SIGNALS) {
      section.add(
          charts.linear(
              "Cache", "share of look-ups, all nodes · server", Quantity.SHARE, server.cache(), 1));
    }
    section.add(
        charts.linear(
            "Database connections",
            "sum of all nodes · server",
            Quantity.COUNT,
            server.databasePool()));
    if (report.work() == Work.SIGNALS) {
      section.add(
          charts.linear(
              "Signals side by side",
              "permits of max_concurrent_signals, sum of all nodes · server",
              Quantity.COUNT,
              server.permits()));
    }
    section
        .add(
            charts.linear(
                "Batch size",
                "rows committed per batch, all nodes · server",
                Quantity.COUNT,
                server.batches()))
        .add(
            charts.linear(
                "Processor",
                "cores in use · server; the whole machine holds generator, balancer and stores too",
                Quantity.CORES,
                server.processor(),
                report.setup().machine().cores()));
  }

  private void trouble(Markup section) {
    var rows = client.trouble();
    if (!rows.isEmpty()) {
      section.add(
          new HeatStrip(time)
              .of(
                  "Failed and dropped",
                  "requests per second · client; totals include the warm-up",
                  rows,
                  1));
    }
  }
}
