package ai.hal9.console.history;

import ai.hal9.api.telemetry.LatencyHistogram;
import ai.hal9.console.chart.ChartData;
import ai.hal9.console.chart.ChartSpec;
import ai.hal9.console.chart.ChartSpec.Range;
import ai.hal9.console.chart.Line;
import ai.hal9.console.series.Axis;
import ai.hal9.console.ui.Tone;
import ai.hal9.console.ui.Unit;
import ai.hal9.sim.load.LoadCounts;
import ai.hal9.sim.load.LoadInterval;
import ai.hal9.sim.load.LoadPhase;
import ai.hal9.sim.report.SavedReport;
import ai.hal9.sim.telemetry.Readings;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/**
 * Runs over the time since their measured parts began, laid over each other. Distributions of a
 * column are merged, so that its percentiles are exact.
 */
final class RunCurves {

  /** Where all of them begin: midnight on this machine, so that clock time is time since then. */
  static final Instant START = LocalDate.EPOCH.atStartOfDay(ZoneId.systemDefault()).toInstant();

  private static final int COLUMNS = 600;
  private static final String NONE = "The runs have no such data.";

  private RunCurves() {}

  /** A chart, and how its lines are read. */
  record Chart(ChartSpec spec, Function<Comparison, ChartData> data) {}

  static final List<Chart> ALL =
      List.of(
          latency("runs-p99", "Response time, p99", "at the client", SavedReportPart.RESPONSE, 99),
          latency("runs-p50", "Response time, p50", "at the client", SavedReportPart.RESPONSE, 50),
          latency(
              "runs-service", "Service time, p99", "at the client", SavedReportPart.SERVICE, 99),
          latency(
              "runs-server",
              "Processing or action time, p99",
              "at the nodes",
              SavedReportPart.SERVER,
              99),
          rate("runs-completed", "Completed", LoadCounts::completed),
          rate("runs-offered", "Offered", LoadCounts::offered),
          rate("runs-lost", "Failed and dropped", counts -> counts.failed() + counts.dropped()));

  /** Which distribution of a report. */
  private enum SavedReportPart {
    RESPONSE,
    SERVICE,
    SERVER
  }

  private static Chart latency(
      String id, String title, String vantage, SavedReportPart part, double percentile) {
    return new Chart(
        spec(id, title, vantage, Unit.SECONDS, Range.LATENCY),
        comparison ->
            data(
                comparison,
                (axis, report) -> {
                  var columns = distributions(axis, report, part);
                  var weak = new BitSet();
                  var values = new double[axis.count()];
                  var samples = new double[axis.count()];
                  for (var i = 0; i < values.length; i++) {
                    values[i] =
                        columns[i].count() == 0 ? Double.NaN : columns[i].micros(percentile) / 1e6;
                    samples[i] = (double) columns[i].count();
                    weak.set(i, !columns[i].supports(percentile));
                  }
                  return new Column(Readings.of(values), Readings.of(samples), weak);
                }));
  }

  private static Chart rate(String id, String title, ToLongFunction<LoadCounts> count) {
    return new Chart(
        spec(id, title, "at the client", Unit.RATE, Range.FROM_ZERO),
        comparison ->
            data(
                comparison,
                (axis, report) ->
                    new Column(
                        Readings.of(rates(axis, report, count)), Readings.of(), new BitSet())));
  }

  private static ChartSpec spec(String id, String title, String vantage, Unit unit, Range range) {
    return new ChartSpec(
        id,
        title,
        vantage,
        title + " of each run, by the time since its measured part began.",
        unit,
        range,
        List.of(),
        NONE);
  }

  /** A run's line. */
  private record Column(Readings values, Readings samples, BitSet weak) {}

  private interface Reading {
    Column of(Axis axis, SavedReport report);
  }

  private static ChartData data(Comparison comparison, Reading reading) {
    var axis = axis(comparison);
    var lines = new ArrayList<Line>();
    for (var run : comparison.runs()) {
      var column = reading.of(axis, run.report());
      lines.add(
          Line.of(
                  "run-" + run.summary().id(),
                  comparison.label(run),
                  Tone.series(lines.size()),
                  column.values())
              .on(column.samples(), column.weak()));
    }
    return new ChartData(axis, lines, List.of());
  }

  /** How long the longest run was. */
  static Duration length(Comparison comparison) {
    return comparison.runs().stream()
        .flatMap(run -> measured(run.report()).stream())
        .map(interval -> interval.offset().plus(interval.length()))
        .reduce(Duration.ofSeconds(1), (one, other) -> one.compareTo(other) > 0 ? one : other);
  }

  private static Axis axis(Comparison comparison) {
    var seconds = Math.max(1, Math.ceilDiv(length(comparison).toMillis(), 1_000));
    var width = Math.ceilDiv(seconds, COLUMNS);
    return new Axis(
        START, Duration.ofSeconds(width), Math.toIntExact(Math.ceilDiv(seconds, width)));
  }

  private static List<LoadInterval> measured(SavedReport report) {
    return report.intervals().stream()
        .filter(interval -> interval.phase() != LoadPhase.WARM_UP)
        .toList();
  }

  private static int column(Axis axis, Duration offset) {
    return axis.indexOf(START.plus(offset));
  }

  private static LatencyHistogram[] distributions(
      Axis axis, SavedReport report, SavedReportPart part) {
    var columns = new LatencyHistogram[axis.count()];
    Arrays.fill(columns, LatencyHistogram.none());
    if (part == SavedReportPart.SERVER) {
      var server = report.server();
      for (var i = 0; i < server.steps().size(); i++) {
        var begin = server.begin().plus(server.step().multipliedBy(i));
        var at = column(axis, Duration.between(report.startedAt(), begin));
        server.steps().get(i).ifPresent(step -> add(columns, at, step));
      }
      return columns;
    }
    for (var interval : measured(report)) {
      add(
          columns,
          column(axis, interval.offset()),
          part == SavedReportPart.RESPONSE ? interval.responseTime() : interval.serviceTime());
    }
    return columns;
  }

  private static void add(LatencyHistogram[] columns, int at, LatencyHistogram more) {
    if (at >= 0 && at < columns.length) {
      columns[at] = columns[at].plus(more);
    }
  }

  private static double[] rates(Axis axis, SavedReport report, ToLongFunction<LoadCounts> count) {
    var counts = new double[axis.count()];
    var nanos = new double[axis.count()];
    for (var interval : measured(report)) {
      var at = column(axis, interval.offset());
      // an interval cut short by the run's end says nothing of a rate
      if (at >= 0 && at < counts.length && interval.length().toMillis() >= 200) {
        counts[at] += (double) count.applyAsLong(interval.counts());
        nanos[at] += (double) interval.length().toNanos();
      }
    }
    for (var i = 0; i < counts.length; i++) {
      counts[i] = nanos[i] == 0 ? Double.NaN : counts[i] * 1e9 / nanos[i];
    }
    return counts;
  }
}
