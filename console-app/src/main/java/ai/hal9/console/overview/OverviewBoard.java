package ai.hal9.console.overview;

import static ai.hal9.api.metric.MetricCatalogue.BATCH_SIZE_AVERAGE;
import static ai.hal9.api.metric.MetricCatalogue.CACHE_COALESCED;
import static ai.hal9.api.metric.MetricCatalogue.CACHE_HITS;
import static ai.hal9.api.metric.MetricCatalogue.CACHE_REQUESTS;
import static ai.hal9.api.metric.MetricCatalogue.CONCURRENT_USERS;
import static ai.hal9.api.metric.MetricCatalogue.DB_ACTIVE;
import static ai.hal9.api.metric.MetricCatalogue.DB_MAX;
import static ai.hal9.api.metric.MetricCatalogue.DB_WAIT;
import static ai.hal9.api.metric.MetricCatalogue.PROCESSING_TIME;
import static ai.hal9.api.metric.MetricCatalogue.PROCESS_CPU;
import static ai.hal9.api.metric.MetricCatalogue.SIGNALS_FAILED;
import static ai.hal9.api.metric.MetricCatalogue.SIGNALS_PROCESSED;
import static ai.hal9.api.metric.MetricCatalogue.SIGNALS_SENT;

import ai.hal9.api.metric.Metric;
import ai.hal9.api.telemetry.SourceKind;
import ai.hal9.console.chart.ChartSpec;
import ai.hal9.console.chart.ChartSpec.Range;
import ai.hal9.console.chart.Line;
import ai.hal9.console.series.Axis;
import ai.hal9.console.series.Combine;
import ai.hal9.console.series.HistoryStore;
import ai.hal9.console.series.LatencySeries;
import ai.hal9.console.series.Percentile;
import ai.hal9.console.series.Scope;
import ai.hal9.console.series.Selection;
import ai.hal9.console.ui.Tone;
import ai.hal9.console.ui.Unit;
import ai.hal9.sim.telemetry.Readings;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.stream.Stream;

/** What the overview shows, and what is asked of it: the tuning guide's objectives. */
final class OverviewBoard {

  private static final Scope ALL = Scope.cluster();
  private static final Goal P50 = Goal.atMost(0.020);
  private static final Goal P95 = Goal.atMost(0.050);
  private static final Goal P99 = Goal.atMost(0.100);
  private static final Goal ERRORS = Goal.atMost(0.001);
  private static final Goal HITS = Goal.atLeast(0.5);
  private static final String WAITING =
      "Appears with the first requests, about a second after they arrive.";

  private OverviewBoard() {}

  static final List<TileSpec> TILES =
      List.of(
          latencyTile("p50", Percentile.P50, P50, "Half of all answers took at most this long."),
          latencyTile("p95", Percentile.P95, P95, "19 of 20 answers took at most this long."),
          latencyTile("p99", Percentile.P99, P99, "99 of 100 answers took at most this long."),
          new TileSpec(
              "throughput",
              "Throughput",
              "Signals answered with success, all nodes together, counted by the nodes.",
              Unit.RATE,
              Goal.NONE,
              "throughput",
              (history, axis) -> history.rate(axis, ALL, Selection.of(SIGNALS_PROCESSED)),
              TileSpec.Reading.NONE),
          new TileSpec(
              "errors",
              "Error rate",
              "Signals answered with an error, of all accepted, counted by the nodes.",
              Unit.SHARE,
              ERRORS,
              "throughput",
              (history, axis) ->
                  history.ratio(
                      axis, ALL, Selection.of(SIGNALS_FAILED), Selection.of(SIGNALS_SENT)),
              (history, axis) -> total(history, axis, SIGNALS_SENT)),
          new TileSpec(
              "hits",
              "Cache hit rate",
              "Answers found in the local cache (L1) or in Redis (L2), of all looked up.",
              Unit.SHARE,
              HITS,
              "hits",
              (history, axis) ->
                  history.ratio(axis, ALL, Selection.of(CACHE_HITS), Selection.of(CACHE_REQUESTS)),
              (history, axis) -> total(history, axis, CACHE_REQUESTS)),
          new TileSpec(
              "pool",
              "Database pool in use",
              "Connections to PostgreSQL in use, of all that the nodes' pools may open.",
              Unit.SHARE,
              Goal.atMost(0.9),
              "pool",
              (history, axis) -> poolUse(history, axis, ALL),
              TileSpec.Reading.NONE),
          new TileSpec(
              "users",
              "Active users (busiest node)",
              "Distinct users the busiest node heard in the last minute. A user whom several nodes"
                  + " serve counts on each of them, so the nodes are not added up.",
              Unit.COUNT,
              Goal.NONE,
              "throughput",
              (history, axis) ->
                  history
                      .gauge(axis, ALL, Selection.of(CONCURRENT_USERS), Combine.MAX)
                      .mean()
                      .map(Math::rint),
              TileSpec.Reading.NONE));

  static final List<Panel> PANELS =
      List.of(
          new Panel(
              new ChartSpec(
                  "latency",
                  "Latency",
                  "at the nodes",
                  "Time from reading a signal to its answer, over all nodes. Percentiles come from"
                      + " merged histograms; where too few samples support one, its line is faint.",
                  Unit.SECONDS,
                  Range.LATENCY,
                  List.of(P99.line("p99", Unit.SECONDS)),
                  WAITING),
              OverviewBoard::percentiles),
          new Panel(
              new ChartSpec(
                  "throughput",
                  "Throughput",
                  "at the nodes",
                  "Signals accepted and signals answered with success, all nodes together. The"
                      + " distance between the lines is what failed or still waits.",
                  Unit.RATE,
                  Range.FROM_ZERO,
                  List.of(),
                  WAITING),
              (history, axis) ->
                  List.of(
                      Line.of(
                          "answered",
                          "answered",
                          Tone.SERIES_1,
                          history.rate(axis, ALL, Selection.of(SIGNALS_PROCESSED))),
                      Line.of(
                          "accepted",
                          "accepted",
                          Tone.SERIES_2,
                          history.rate(axis, ALL, Selection.of(SIGNALS_SENT))))),
          new Panel(
              new ChartSpec(
                  "hits",
                  "Answers without the model",
                  "share of look-ups",
                  "Answers found in a node's own cache (L1) or in Redis (L2), and those that waited"
                      + " for an identical request under way (coalesced).",
                  Unit.SHARE,
                  Range.SHARE,
                  List.of(),
                  WAITING),
              OverviewBoard::hits),
          new Panel(
              new ChartSpec(
                  "pool",
                  "Database pool in use",
                  "share of each node's pool",
                  "Connections in use of those the node's pool may open. At 100 % requests wait.",
                  Unit.SHARE,
                  Range.SHARE,
                  List.of(),
                  "Appears as soon as a node is heard."),
              (history, axis) -> perNode(history, scope -> poolUse(history, axis, scope))),
          new Panel(
              new ChartSpec(
                  "batch",
                  "Batch size",
                  "rows per write, by node",
                  "Rows each write to PostgreSQL carried. Larger batches cost less per row, and make"
                      + " the first row wait longer.",
                  Unit.COUNT,
                  Range.FROM_ZERO,
                  List.of(),
                  WAITING),
              (history, axis) ->
                  perNode(
                      history,
                      scope ->
                          history
                              .gauge(axis, scope, Selection.of(BATCH_SIZE_AVERAGE), Combine.MEAN)
                              .mean())),
          new Panel(
              new ChartSpec(
                  "cpu",
                  "Processor use",
                  "cores, by node",
                  "Processor cores each node keeps busy.",
                  Unit.CORES,
                  Range.FROM_ZERO,
                  List.of(),
                  "Appears as soon as a node is heard."),
              (history, axis) ->
                  perNode(history, scope -> history.rate(axis, scope, Selection.of(PROCESS_CPU)))));

  /** Connections in use of those that may be opened. */
  static Readings poolUse(HistoryStore history, Axis axis, Scope scope) {
    return history
        .gauge(axis, scope, Selection.of(DB_ACTIVE), Combine.SUM)
        .mean()
        .with(
            history.gauge(axis, scope, Selection.of(DB_MAX), Combine.SUM).mean(),
            (used, most) -> used / most);
  }

  /** How long a connection was waited for. */
  static Readings poolWait(HistoryStore history, Axis axis, Scope scope) {
    return history.latency(axis, scope, Selection.of(DB_WAIT)).seconds(Percentile.P99);
  }

  private static TileSpec latencyTile(String id, Percentile percentile, Goal goal, String about) {
    return new TileSpec(
        id,
        "Latency " + percentile.label(),
        about + " Measured by the nodes, from reading a signal to its answer.",
        Unit.SECONDS,
        goal,
        "latency",
        (history, axis) ->
            history.latency(axis, ALL, Selection.of(PROCESSING_TIME)).seconds(percentile),
        (history, axis) -> history.latency(axis, ALL, Selection.of(PROCESSING_TIME)).samples());
  }

  private static Readings total(HistoryStore history, Axis axis, Metric counter) {
    var seconds = axis.width().toMillis() / 1e3;
    return history.rate(axis, ALL, Selection.of(counter)).map(rate -> Math.rint(rate * seconds));
  }

  private static List<Line> percentiles(HistoryStore history, Axis axis) {
    var latency = history.latency(axis, ALL, Selection.of(PROCESSING_TIME));
    var samples = latency.samples();
    return List.of(
        percentile(latency, Percentile.P50, Tone.PERCENTILE_1, samples),
        percentile(latency, Percentile.P95, Tone.PERCENTILE_2, samples),
        percentile(latency, Percentile.P99, Tone.PERCENTILE_3, samples),
        Line.of("max", "max", Tone.PERCENTILE_4, latency.maxSeconds()).on(samples, new BitSet()));
  }

  private static Line percentile(
      LatencySeries latency, Percentile percentile, Tone tone, Readings samples) {
    var weak = new BitSet();
    for (var i = 0; i < samples.size(); i++) {
      weak.set(i, !latency.supported(i, percentile));
    }
    return Line.of(percentile.label(), percentile.label(), tone, latency.seconds(percentile))
        .on(samples, weak);
  }

  private static List<Line> hits(HistoryStore history, Axis axis) {
    var lines = new ArrayList<Line>();
    for (var level : history.labelValues(CACHE_HITS, "level")) {
      lines.add(
          Line.of(
              level,
              level.equals("local") ? "local (L1)" : level.equals("redis") ? "Redis (L2)" : level,
              Tone.series(lines.size()),
              history.ratio(
                  axis,
                  ALL,
                  Selection.of(CACHE_HITS).where("level", level),
                  Selection.of(CACHE_REQUESTS))));
    }
    lines.add(
        Line.of(
            "coalesced",
            "coalesced",
            Tone.SERIES_3,
            history.ratio(axis, ALL, Selection.of(CACHE_COALESCED), Selection.of(CACHE_REQUESTS))));
    return lines;
  }

  private interface NodeReading {
    Readings of(Scope node);
  }

  /** A line a node, in the order of their names, so that each has its colour everywhere. */
  private static List<Line> perNode(HistoryStore history, NodeReading reading) {
    var lines = new ArrayList<Line>();
    for (var name : nodes(history).toList()) {
      var index = lines.size();
      lines.add(Line.of(name, name, Tone.series(index), reading.of(Scope.source(name))));
    }
    return lines;
  }

  private static Stream<String> nodes(HistoryStore history) {
    return history.sources().stream()
        .filter(source -> source.newest().source().kind() == SourceKind.NODE)
        .map(source -> source.name())
        .sorted();
  }
}
