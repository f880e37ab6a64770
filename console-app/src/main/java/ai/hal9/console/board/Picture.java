package ai.hal9.console.board;

import ai.hal9.api.telemetry.SourceKind;
import ai.hal9.console.chart.ChartData;
import ai.hal9.console.series.Axis;
import ai.hal9.console.series.ColumnReadings;
import ai.hal9.console.series.HistoryStore;
import ai.hal9.console.series.Window;
import ai.hal9.console.ui.Tone;
import ai.hal9.dashboards.expression.Evaluation;
import ai.hal9.dashboards.expression.Expression;
import ai.hal9.dashboards.expression.Value;
import ai.hal9.dashboards.model.Panel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What all panels of a dashboard show at one moment.
 *
 * @param tiles by panel
 * @param drawn all its charts
 * @param nodes the names of all nodes heard, sorted
 */
record Picture(Map<String, TileState> tiles, Charts drawn, List<String> nodes) {

  private static final Duration SPARK = Duration.ofMinutes(1);
  private static final int SPARK_COLUMNS = 60;

  /** Computes it; takes its time. */
  static Picture of(HistoryStore history, Wanted wanted) {
    return of(history, wanted, null);
  }

  /**
   * Computes it.
   *
   * @param before what was shown before; of it stays what is the same
   */
  static Picture of(HistoryStore history, Wanted wanted, @Nullable Picture before) {
    var nodes = nodes(history);
    var tiles = new HashMap<String, TileState>();
    var blank = Charts.blank(history, wanted);
    var earlier =
        before != null && before.drawn.of().scope().equals(wanted.scope())
            ? before.tiles
            : Map.<String, TileState>of();
    var kept = before != null && before.drawn.asFarAs(blank) ? before.drawn : null;
    var work = new ArrayList<Runnable>();
    work.add(
        () -> {
          var moments = new Moments(history, wanted);
          for (var panel : wanted.dashboard().panels()) {
            if (panel instanceof Panel.Tile tile) {
              tiles.put(tile.id(), moments.tile(tile, earlier.get(tile.id())));
            }
          }
        });
    if (kept == null) {
      var events = history.events(wanted.window());
      var words = LabelWords.of(history);
      for (var panel : wanted.dashboard().panels()) {
        if (panel instanceof Panel.Chart chart) {
          work.add(
              () -> {
                var columns = new ColumnReadings(history, blank.axis(), wanted.scope());
                var lines = PanelLines.of(chart, columns, nodes, words);
                blank.byPanel().put(chart.id(), new ChartData(blank.axis(), lines, events));
              });
        }
      }
    }
    // a long stretch of which nothing is remembered keeps one processor busy for too long
    work.parallelStream().forEach(Runnable::run);
    return new Picture(tiles, kept == null ? blank : kept, nodes);
  }

  /** By panel. */
  Map<String, ChartData> charts() {
    return drawn.byPanel();
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
      Wanted wanted, ColumnReadings now, ColumnReadings before, ColumnReadings minute) {

    Moments(HistoryStore history, Wanted wanted) {
      this(history, wanted, wanted.moment().column(history, TileState.WINDOW));
    }

    private Moments(HistoryStore history, Wanted wanted, Axis latest) {
      this(
          wanted,
          new ColumnReadings(history, latest, wanted.scope()),
          new ColumnReadings(
              history,
              new Axis(latest.start().minus(latest.width()), latest.width(), 1),
              wanted.scope()),
          new ColumnReadings(
              history,
              history.axis(new Window(latest.end().minus(SPARK), latest.end()), SPARK_COLUMNS),
              wanted.scope()));
    }

    TileState tile(Panel.Tile tile, @Nullable TileState earlier) {
      return new TileState(
          tile,
          tile.goals().stream().flatMap(goal -> wanted.profile().bound(goal).stream()).findFirst(),
          Evaluation.of(tile.value(), now.at(0)),
          Evaluation.of(tile.value(), before.at(0)),
          Evaluation.samples(tile.value(), now.at(0)),
          spark(tile, earlier),
          tile.beside()
              .map(beside -> Evaluation.of(beside.value(), now.at(0)))
              .orElseGet(Value.Unknown::new),
          client(tile.value()),
          wanted.moment());
    }

    /** The same until another second is over. */
    private ChartData spark(Panel.Tile tile, @Nullable TileState earlier) {
      if (earlier != null
          && earlier.tile().equals(tile)
          && earlier.spark().axis().equals(minute.axis())) {
        return earlier.spark();
      }
      var line = PanelLines.line(tile.id(), tile.title(), Tone.SERIES_1, tile.value(), minute);
      return new ChartData(minute.axis(), List.of(line), List.of());
    }

    private Value client(Expression server) {
      return ClientSide.of(server)
          .map(client -> Evaluation.of(client, now.at(0)))
          .orElseGet(Value.Unknown::new);
    }
  }
}
