package ai.hal9.console.board;

import ai.hal9.api.telemetry.SourceKind;
import ai.hal9.console.chart.ChartData;
import ai.hal9.console.chart.Moment;
import ai.hal9.console.series.Axis;
import ai.hal9.console.series.ColumnReadings;
import ai.hal9.console.series.HistoryStore;
import ai.hal9.console.series.Scope;
import ai.hal9.console.series.Window;
import ai.hal9.console.ui.Tone;
import ai.hal9.dashboards.expression.Evaluation;
import ai.hal9.dashboards.expression.Expression;
import ai.hal9.dashboards.expression.Value;
import ai.hal9.dashboards.model.Dashboard;
import ai.hal9.dashboards.model.Panel;
import ai.hal9.dashboards.model.SloProfile;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What all panels of a dashboard show at one moment.
 *
 * @param tiles by panel
 * @param charts by panel
 * @param nodes the names of all nodes heard, sorted
 */
record Picture(Map<String, TileState> tiles, Map<String, ChartData> charts, List<String> nodes) {

  private static final int COLUMNS = 600;
  private static final Duration SPARK = Duration.ofMinutes(1);
  private static final int SPARK_COLUMNS = 60;

  /**
   * Computes it; takes its time.
   *
   * @param window what charts show
   * @param moment what tiles show
   */
  static Picture of(
      Dashboard dashboard,
      HistoryStore history,
      Scope scope,
      Window window,
      Moment moment,
      SloProfile profile) {
    var nodes = nodes(history);
    var axis = history.axis(window, COLUMNS);
    var events = history.events(window);
    var words = LabelWords.of(history);
    var tiles = new HashMap<String, TileState>();
    var charts = new ConcurrentHashMap<String, ChartData>();
    var tiled = new ArrayList<Panel.Tile>();
    var work = new ArrayList<Runnable>();
    work.add(
        () -> {
          var moments = new Moments(history, scope, moment);
          tiled.forEach(tile -> tiles.put(tile.id(), moments.tile(tile, profile)));
        });
    for (var panel : dashboard.panels()) {
      switch (panel) {
        case Panel.Tile tile -> tiled.add(tile);
        case Panel.Chart chart ->
            work.add(
                () -> {
                  var columns = new ColumnReadings(history, axis, scope);
                  var lines = PanelLines.of(chart, columns, nodes, words);
                  charts.put(chart.id(), new ChartData(axis, lines, events));
                });
      }
    }
    // a long stretch of which nothing is remembered keeps one processor busy for too long
    work.parallelStream().forEach(Runnable::run);
    return new Picture(tiles, charts, nodes);
  }

  private static List<String> nodes(HistoryStore history) {
    return history.sources().stream()
        .map(heard -> heard.newest().source())
        .filter(source -> source.kind() == SourceKind.NODE)
        .map(source -> source.name())
        .sorted()
        .toList();
  }

  /** The stretches that tiles are about, shared by all of them. */
  private record Moments(
      Moment moment, ColumnReadings now, ColumnReadings before, ColumnReadings minute) {

    Moments(HistoryStore history, Scope scope, Moment moment) {
      this(history, scope, moment, moment.column(history, TileState.WINDOW));
    }

    private Moments(HistoryStore history, Scope scope, Moment moment, Axis latest) {
      this(
          moment,
          new ColumnReadings(history, latest, scope),
          new ColumnReadings(
              history, new Axis(latest.start().minus(latest.width()), latest.width(), 1), scope),
          new ColumnReadings(
              history,
              history.axis(new Window(latest.end().minus(SPARK), latest.end()), SPARK_COLUMNS),
              scope));
    }

    TileState tile(Panel.Tile tile, SloProfile profile) {
      return new TileState(
          tile,
          tile.goals().stream().flatMap(goal -> profile.bound(goal).stream()).findFirst(),
          Evaluation.of(tile.value(), now.at(0)),
          Evaluation.of(tile.value(), before.at(0)),
          Evaluation.samples(tile.value(), now.at(0)),
          new ChartData(
              minute.axis(),
              List.of(
                  PanelLines.line(tile.id(), tile.title(), Tone.SERIES_1, tile.value(), minute)),
              List.of()),
          tile.beside()
              .map(beside -> Evaluation.of(beside.value(), now.at(0)))
              .orElseGet(Value.Unknown::new),
          client(tile.value()),
          moment);
    }

    private Value client(Expression server) {
      return ClientSide.of(server)
          .map(client -> Evaluation.of(client, now.at(0)))
          .orElseGet(Value.Unknown::new);
    }
  }
}
