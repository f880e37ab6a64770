package ai.hal9.console.history;

import ai.hal9.api.telemetry.LatencySum;
import ai.hal9.console.chart.ChartData;
import ai.hal9.console.chart.ChartSpec;
import ai.hal9.console.chart.ChartSpec.Range;
import ai.hal9.console.chart.Line;
import ai.hal9.console.series.Axis;
import ai.hal9.console.series.Window;
import ai.hal9.console.ui.Tone;
import ai.hal9.console.ui.Unit;
import ai.hal9.sim.load.LoadCounts;
import ai.hal9.sim.telemetry.Readings;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.function.ToLongFunction;

/**
 * Runs over the time since their measured parts began, laid over each other.
 *
 * @param whole from there to the end of the longest, a minute at least
 * @param charts one of each of {@link #SPECS}
 */
record RunCurves(Window whole, List<ChartData> charts) {

  /** Where all of them begin: midnight on this machine, so that clock time is time since then. */
  static final Instant START = LocalDate.EPOCH.atStartOfDay(ZoneId.systemDefault()).toInstant();

  private static final Duration SHORTEST = Duration.ofMinutes(1);
  private static final int COLUMNS = 600;
  private static final String NONE = "The runs have no such data.";

  RunCurves {
    charts = List.copyOf(charts);
  }

  private interface Reading {
    Column of(RunColumns run);
  }

  /** A chart, and how its lines are read. */
  private record Chart(ChartSpec spec, Reading reading) {}

  /** A run's line. */
  private record Column(Readings values, Readings samples, BitSet weak) {}

  private static final List<Chart> ALL =
      List.of(
          latency("runs-p99", "Response time, p99", "client", RunColumns.Samples.RESPONSE, 99),
          latency("runs-p50", "Response time, p50", "client", RunColumns.Samples.RESPONSE, 50),
          latency("runs-service", "Service time, p99", "client", RunColumns.Samples.SERVICE, 99),
          latency("runs-server", "Processing time, p99", "nodes", RunColumns.Samples.SERVER, 99),
          rate("runs-completed", "Completed", LoadCounts::completed),
          rate("runs-offered", "Offered", LoadCounts::offered),
          rate("runs-lost", "Failed and dropped", counts -> counts.failed() + counts.dropped()));

  /** What each chart is about. */
  static final List<ChartSpec> SPECS = ALL.stream().map(Chart::spec).toList();

  private static Chart latency(
      String id, String title, String where, RunColumns.Samples which, double percentile) {
    return new Chart(
        spec(id, title, where, Unit.SECONDS, Range.LATENCY),
        run -> {
          var columns = run.latencies(which);
          var weak = new BitSet();
          var values = new double[columns.size()];
          var samples = new double[columns.size()];
          for (var i = 0; i < values.length; i++) {
            var column = columns.get(i);
            values[i] = column.count() == 0 ? Double.NaN : column.micros(percentile) / 1e6;
            samples[i] = (double) column.count();
            weak.set(i, !column.supports(percentile));
          }
          return new Column(Readings.of(values), Readings.of(samples), weak);
        });
  }

  private static Chart rate(String id, String title, ToLongFunction<LoadCounts> count) {
    return new Chart(
        spec(id, title, "client", Unit.RATE, Range.FROM_ZERO),
        run -> new Column(Readings.of(run.rates(count)), Readings.of(), new BitSet()));
  }

  private static ChartSpec spec(String id, String title, String where, Unit unit, Range range) {
    return new ChartSpec(
        id,
        title,
        "at the " + where,
        title + " of each run, by the time since its measured part began.",
        unit,
        range,
        List.of(),
        NONE);
  }

  /** Computes them, which takes a while for long runs. */
  static RunCurves of(Comparison comparison) {
    var length = length(comparison);
    var axis = axis(length);
    var sum = new LatencySum();
    var runs =
        comparison.runs().stream().map(run -> new RunColumns(axis, run.report(), sum)).toList();
    var charts = new ArrayList<ChartData>();
    for (var chart : ALL) {
      var lines = new ArrayList<Line>();
      for (var i = 0; i < runs.size(); i++) {
        var run = comparison.runs().get(i);
        var column = chart.reading().of(runs.get(i));
        lines.add(
            Line.of(id(run), comparison.label(run), Tone.series(i), column.values())
                .on(column.samples(), column.weak()));
      }
      charts.add(new ChartData(axis, lines, List.of()));
    }
    var end = START.plus(length.compareTo(SHORTEST) < 0 ? SHORTEST : length);
    return new RunCurves(new Window(START, end), charts);
  }

  private static String id(Kept run) {
    return "run-" + run.summary().id();
  }

  /**
   * The same curves, of these runs alone, in their order and with their names; nothing is computed.
   *
   * @param now of runs that these curves are of
   */
  RunCurves arranged(Comparison now) {
    return new RunCurves(
        whole,
        charts.stream()
            .map(chart -> new ChartData(chart.axis(), lines(chart, now), chart.events()))
            .toList());
  }

  private static List<Line> lines(ChartData chart, Comparison now) {
    var lines = new ArrayList<Line>();
    for (var run : now.runs()) {
      chart.lines().stream()
          .filter(line -> line.id().equals(id(run)))
          .map(line -> line.as(now.label(run), Tone.series(lines.size())))
          .findFirst()
          .ifPresent(lines::add);
    }
    return lines;
  }

  /** How long the longest run was. */
  private static Duration length(Comparison comparison) {
    return comparison.runs().stream()
        .flatMap(run -> RunColumns.measured(run.report()).stream())
        .map(interval -> interval.offset().plus(interval.length()))
        .reduce(Duration.ofSeconds(1), (one, other) -> one.compareTo(other) > 0 ? one : other);
  }

  private static Axis axis(Duration length) {
    var seconds = Math.max(1, Math.ceilDiv(length.toMillis(), 1_000));
    var width = Math.ceilDiv(seconds, COLUMNS);
    return new Axis(
        START, Duration.ofSeconds(width), Math.toIntExact(Math.ceilDiv(seconds, width)));
  }
}
