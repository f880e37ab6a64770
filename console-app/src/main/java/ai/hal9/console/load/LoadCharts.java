package ai.hal9.console.load;

import static ai.hal9.api.metric.MetricCatalogue.CLIENT_REQUESTS;
import static ai.hal9.api.metric.MetricCatalogue.CLIENT_RESPONSE_TIME;
import static ai.hal9.api.metric.MetricCatalogue.CLIENT_SERVICE_TIME;
import static ai.hal9.api.metric.MetricCatalogue.PROCESSING_TIME;

import ai.hal9.api.metric.Metric;
import ai.hal9.console.chart.ChartData;
import ai.hal9.console.chart.ChartSpec;
import ai.hal9.console.chart.ChartSpec.Range;
import ai.hal9.console.chart.Line;
import ai.hal9.console.series.Axis;
import ai.hal9.console.series.HistoryStore;
import ai.hal9.console.series.Percentile;
import ai.hal9.console.series.Scope;
import ai.hal9.console.series.Window;
import ai.hal9.console.ui.Tone;
import ai.hal9.console.ui.Unit;
import ai.hal9.dashboards.expression.Selection;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/** The charts beside a run: what the client saw, and what the nodes said, on one time axis. */
final class LoadCharts {

  private static final String WAITING = "Appears with the first second of a load.";

  static final List<ChartSpec> SPECS =
      List.of(
          new ChartSpec(
              "load-latency",
              "Latency, client and server",
              "at the client, and at the nodes",
              "Response time counts from when a request was due, service time from when it was"
                  + " sent, processing time is what the nodes took. What lies between response and"
                  + " service is waiting at the client; between service and processing, the network,"
                  + " the balancer and queues before the nodes.",
              Unit.SECONDS,
              Range.LATENCY,
              List.of(),
              WAITING),
          new ChartSpec(
              "load-requests",
              "Requests",
              "at the client",
              "Requests offered by the schedule, whole answers, failures, and arrivals dropped"
                  + " because too many were waiting.",
              Unit.RATE,
              Range.FROM_ZERO,
              List.of(),
              WAITING));

  private LoadCharts() {}

  static List<ChartData> data(HistoryStore history, Window window, int columns) {
    var axis = history.axis(window, columns);
    var events = history.events(window);
    return List.of(
        new ChartData(axis, latencies(history, axis), events),
        new ChartData(axis, requests(history, axis), events));
  }

  private static List<Line> latencies(HistoryStore history, Axis axis) {
    var lines = new ArrayList<Line>();
    add(lines, history, axis, CLIENT_RESPONSE_TIME, "response", "client response", 0);
    add(lines, history, axis, CLIENT_SERVICE_TIME, "service", "client service", 2);
    add(lines, history, axis, PROCESSING_TIME, "processing", "server processing", 4);
    return lines;
  }

  private static void add(
      List<Line> lines,
      HistoryStore history,
      Axis axis,
      Metric metric,
      String id,
      String name,
      int tone) {
    var latency = history.latency(axis, Scope.cluster(), Selection.of(metric));
    for (var percentile : List.of(Percentile.P99, Percentile.P50)) {
      var weak = new BitSet();
      for (var i = 0; i < axis.count(); i++) {
        weak.set(i, !latency.supported(i, percentile));
      }
      lines.add(
          Line.of(
                  id + "-" + percentile.label(),
                  percentile.label() + " " + name,
                  Tone.series(percentile == Percentile.P99 ? tone : tone + 1),
                  latency.seconds(percentile))
              .on(latency.samples(), weak));
    }
  }

  private static List<Line> requests(HistoryStore history, Axis axis) {
    var lines = new ArrayList<Line>();
    for (var outcome : List.of("offered", "completed", "failed", "dropped")) {
      lines.add(
          Line.of(
              outcome,
              outcome,
              switch (outcome) {
                case "failed" -> Tone.BAD;
                case "dropped" -> Tone.WARNING;
                default -> Tone.series(lines.size());
              },
              history.rate(
                  axis, Scope.cluster(), Selection.of(CLIENT_REQUESTS).where("outcome", outcome))));
    }
    return lines;
  }
}
