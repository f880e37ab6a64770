package ai.hal9.sim.report;

import static ai.hal9.sim.telemetry.ServerTimeline.seriesOf;

import ai.hal9.api.metric.Metric;
import ai.hal9.api.metric.MetricCatalogue;
import ai.hal9.api.signal.Stage;
import ai.hal9.api.telemetry.LatencyHistogram;
import ai.hal9.sim.chart.Mark;
import ai.hal9.sim.chart.Markup;
import ai.hal9.sim.chart.Quantity;
import ai.hal9.sim.chart.TimeScale;
import ai.hal9.sim.load.FailureCause;
import ai.hal9.sim.load.StageResult;
import ai.hal9.sim.load.ThresholdVerdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The tables of a run. */
final class TableSection {

  private static final List<Percentiles> SHOWN = List.of(Percentiles.values());

  private final RunReport report;

  TableSection(RunReport report) {
    this.report = report;
  }

  Markup html(List<Mark> marks) {
    var section = new Markup().open("div", "class", "tables");
    if (!report.load().thresholds().isEmpty()) {
      section.add(thresholds());
    }
    section.add(counts()).add(latencies());
    if (!report.server().empty()) {
      section.add(nodes());
    }
    return section.add(stages()).add(happenings(marks)).close("div");
  }

  private Markup thresholds() {
    var table =
        new Table(
            "Thresholds",
            "response time and requests as the client saw them",
            List.of("Condition", "Observed", "Judged over", "Verdict"));
    for (var verdict : report.load().thresholds()) {
      table.row(
          verdict.threshold().text(),
          List.of(
              ThresholdText.observed(verdict),
              ThresholdText.reach(verdict, report.load().window()),
              mark(verdict) + ThresholdText.verdict(verdict)));
    }
    return table.html();
  }

  private static String mark(ThresholdVerdict verdict) {
    return switch (verdict.judgement()) {
      case MET -> "good|✓ ";
      case MISSED -> "bad|✗ ";
      case NOT_JUDGED -> "weak|";
    };
  }

  private Markup counts() {
    var counts = report.load().counts();
    var table =
        new Table(
            "Requests",
            "client · %s measured, warm-up not counted"
                .formatted(Quantity.span(report.load().window())),
            List.of("What became of them", "Number", "Share of offered"));
    count(table, "offered", counts.offered());
    count(table, "started", counts.started());
    count(table, "completed", counts.completed());
    count(table, "dropped, too many waiting", counts.dropped());
    count(table, "unsent at the end", counts.unsent());
    count(table, "interrupted by the end", counts.interrupted());
    for (var cause : FailureCause.values()) {
      if (counts.failed(cause) > 0) {
        count(
            table,
            "failed: " + cause.wireName().replace("status_", "status ").replace('_', ' '),
            counts.failed(cause));
      }
    }
    counts
        .cache()
        .forEach(
            (outcome, number) ->
                count(table, "answered: " + outcome.name().toLowerCase(Locale.ROOT), number));
    return table.html();
  }

  private void count(Table table, String name, long number) {
    var offered = report.load().counts().offered();
    table.row(
        name,
        List.of(
            Quantity.exact(number),
            Quantity.SHARE.text(offered == 0 ? Double.NaN : (double) number / offered)));
  }

  private Markup latencies() {
    var load = report.load();
    var head = new ArrayList<>(List.of("Latency", "Vantage", "n"));
    SHOWN.forEach(percentile -> head.add(percentile.label()));
    head.add("max");
    var table =
        new Table(
            "Latency",
            "%s measured · a percentile that fewer than ten samples lie beyond is not shown"
                .formatted(Quantity.span(load.window())),
            head);
    latency(table, "response time", "client", load.responseTime());
    latency(table, "service time", "client", load.serviceTime());
    if (!report.server().empty()) {
      var measured = report.measured();
      latency(table, report.work().label(), "server", measured.latency(report.work().time()));
      for (var stage : Stage.values()) {
        var part =
            measured.latency(seriesOf(MetricCatalogue.STAGE_TIME, "stage", stage.wireName()));
        if (part.count() > 0) {
          latency(table, "stage " + stage.wireName(), "server", part);
        }
      }
    }
    return table.html();
  }

  private static void latency(
      Table table, String name, String vantage, LatencyHistogram distribution) {
    var cells = new ArrayList<>(List.of(vantage, Quantity.exact(distribution.count())));
    percentiles(cells, distribution);
    table.row(name, cells);
  }

  private static void percentiles(List<String> cells, LatencyHistogram distribution) {
    for (var percentile : SHOWN) {
      cells.add(
          percentile.supportedBy(distribution)
              ? percentile.text(distribution)
              : "weak|" + Quantity.UNKNOWN);
    }
    cells.add(Percentiles.max(distribution));
  }

  private Markup nodes() {
    var measured = report.measured();
    var seconds = ClientCurves.seconds(measured.length());
    var table =
        new Table(
            "Nodes",
            "server · %s measured%s%s"
                .formatted(
                    Quantity.span(measured.length()),
                    report.load().warmUp().offered() == 0
                        ? ""
                        : ", the warm-up's end to within a second",
                    measured.gaps() == 0
                        ? ""
                        : "; in %d of them a node was not heard".formatted(measured.gaps())),
            List.of(
                "Node",
                report.work() == Work.ACTIONS ? "Actions" : "Answers",
                report.work() == Work.ACTIONS ? "Refused" : "Failed",
                "p50",
                "p99",
                "Hit rate",
                "Processor",
                "Connections",
                "Waiting",
                "Memory",
                "Restarts"));
    for (var node : report.server().nodes()) {
      var processing = measured.latency(node, report.work().time());
      var lookUps = measured.increase(node, seriesOf(MetricCatalogue.CACHE_REQUESTS));
      var hits = measured.increase(node, seriesOf(MetricCatalogue.CACHE_HITS));
      table.row(
          node,
          List.of(
              Quantity.RATE.text(measured.increase(node, seriesOf(report.work().done())) / seconds),
              Quantity.exact(Math.round(measured.increase(node, report.work().failed()))),
              Percentiles.P50.text(processing),
              Percentiles.P99.text(processing),
              Quantity.SHARE.text(lookUps == 0 ? Double.NaN : hits / lookUps),
              Quantity.CORES.text(
                  measured.increase(node, seriesOf(MetricCatalogue.PROCESS_CPU)) / seconds),
              peak(node, MetricCatalogue.DB_ACTIVE, Quantity.COUNT)
                  + " of "
                  + peak(node, MetricCatalogue.DB_MAX, Quantity.COUNT),
              peak(node, MetricCatalogue.DB_PENDING, Quantity.COUNT),
              peak(node, MetricCatalogue.RESIDENT_MEMORY, Quantity.BYTES),
              Integer.toString(measured.restarts(node))));
    }
    return table.html();
  }

  private String peak(String node, Metric gauge, Quantity quantity) {
    return quantity.text(report.measured().peak(node, gauge));
  }

  private Markup stages() {
    var head = new ArrayList<>(List.of("Stage", "Begins", "Offered", "Completed", "Failed"));
    SHOWN.forEach(percentile -> head.add(percentile.label()));
    head.add("max");
    var table = new Table("Stages", "client · response time of the requests begun in each", head);
    var stages = report.load().stages();
    for (var i = 0; i < stages.size(); i++) {
      table.row(
          "%d: %s".formatted(i + 1, Happenings.stage(report.load().scenario(), stages.get(i))),
          stage(stages.get(i)));
    }
    return table.html();
  }

  private static List<String> stage(StageResult stage) {
    var cells =
        new ArrayList<>(
            List.of(
                TimeScale.clock(ClientCurves.seconds(stage.offset())),
                Quantity.exact(stage.counts().offered()),
                Quantity.exact(stage.counts().completed()),
                Quantity.exact(stage.counts().failed())));
    percentiles(cells, stage.responseTime());
    return cells;
  }

  private static Markup happenings(List<Mark> marks) {
    var table =
        new Table(
            "Stages and events",
            "the numbers above the charts",
            List.of("Number", "At", "What happened"));
    for (var mark : marks) {
      table.row(
          Integer.toString(mark.number()),
          List.of(TimeScale.clock(mark.second()), "words|" + mark.text()));
    }
    return table.html();
  }
}
