package ai.hal9.console.latency;

import ai.hal9.console.chart.ChartData;
import ai.hal9.console.chart.CurveData;
import ai.hal9.console.chart.HeatData;
import ai.hal9.console.series.Percentile;
import ai.hal9.console.series.Scope;
import ai.hal9.console.series.Window;
import ai.hal9.console.session.Workplace;
import ai.hal9.console.ui.Refresh;
import ai.hal9.console.ui.Tone;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import org.jspecify.annotations.Nullable;

/** What the latency screen shows, computed off the UI thread. */
final class LatencyModel {

  /** Nodes that have a line of their own; where there are more, the slowest have. */
  static final int MOST_NODES = 8;

  private static final int COLUMNS = 300;

  /** A curve is computed anew when its window has moved by this part of its length. */
  private static final int CURVE_STEPS = 60;

  private final Workplace place;
  private final LatencyReader reader;
  private final StringProperty node = new SimpleStringProperty("");
  private final ObjectProperty<Percentile> percentile = new SimpleObjectProperty<>(Percentile.P99);
  private final ReadOnlyObjectWrapper<Picture> picture =
      new ReadOnlyObjectWrapper<>(Picture.NOTHING);
  private final ReadOnlyStringWrapper failure = new ReadOnlyStringWrapper("");
  private final Refresh<Picture> refresh;
  private volatile Wanted wanted;
  private volatile Curves curves = new Curves(null, List.of(), CurveData.NONE);

  /**
   * Everything on screen, of one moment.
   *
   * @param nodes all nodes heard
   * @param compared those with a line of their own
   */
  record Picture(
      List<String> nodes,
      List<String> compared,
      ChartData percentiles,
      ChartData byNode,
      HeatData heat,
      CurveData curves,
      ChartData shares,
      ChartData stages) {

    static final Picture NOTHING =
        new Picture(
            List.of(),
            List.of(),
            ChartData.NONE,
            ChartData.NONE,
            HeatData.NONE,
            CurveData.NONE,
            ChartData.NONE,
            ChartData.NONE);
  }

  /**
   * What is asked for.
   *
   * @param node whose latency; empty for all nodes'
   */
  private record Wanted(Window window, String node, Percentile percentile) {

    Scope scope() {
      return node.isEmpty() ? Scope.cluster() : Scope.source(node);
    }
  }

  /** Curves, and what they were computed for. */
  private record Curves(@Nullable Wanted of, List<String> slowest, CurveData data) {

    boolean serve(Wanted wanted) {
      if (of == null
          || !of.node.equals(wanted.node)
          || of.percentile != wanted.percentile
          || !of.window.length().equals(wanted.window.length())) {
        return false;
      }
      var step = wanted.window.length().dividedBy(CURVE_STEPS);
      return Duration.between(of.window.to(), wanted.window.to()).abs().compareTo(step) < 0;
    }
  }

  LatencyModel(Workplace place) {
    this.place = place;
    reader = new LatencyReader(place.session().history());
    wanted = new Wanted(place.charts().visible(), "", Percentile.P99);
    refresh =
        new Refresh<>(
            place.background(),
            this::computed,
            computed -> {
              failure.set("");
              picture.set(computed);
            },
            problem -> failure.set("The latency cannot be computed: " + problem.getMessage()));
    node.addListener(_ -> refresh());
    percentile.addListener(_ -> refresh());
  }

  /** Whose latency is shown; empty for all nodes'. */
  StringProperty node() {
    return node;
  }

  /** At which percentile nodes and stages are compared. */
  ObjectProperty<Percentile> percentile() {
    return percentile;
  }

  ReadOnlyObjectProperty<Picture> picture() {
    return picture.getReadOnlyProperty();
  }

  /** Why nothing new is shown; empty while all is well. */
  ReadOnlyStringProperty failure() {
    return failure.getReadOnlyProperty();
  }

  /** Something was heard, or something else is wanted. */
  void refresh() {
    wanted = new Wanted(place.charts().visible(), node.get(), percentile.get());
    refresh.want();
  }

  /** Nobody looks any more. */
  void stop() {
    refresh.stop();
  }

  private Picture computed() {
    var now = wanted;
    var history = place.session().history();
    var axis = history.axis(now.window, COLUMNS);
    var events = history.events(now.window);
    var nodes = reader.nodes();
    var known = curves;
    if (!known.serve(now) || !known.data.known()) {
      known = curves(now, nodes);
      curves = known;
    }
    var compared = nodes.size() <= MOST_NODES ? nodes : known.slowest;
    return new Picture(
        nodes,
        compared,
        new ChartData(axis, reader.percentiles(axis, now.scope()), events),
        new ChartData(axis, reader.byNode(axis, compared, nodes, now.percentile), events),
        new HeatData(reader.heatmap(axis, now.scope()), events),
        known.data,
        new ChartData(axis, reader.stageShares(axis, now.scope()), events),
        new ChartData(axis, reader.stageTimes(axis, now.scope(), now.percentile), events));
  }

  private Curves curves(Wanted now, List<String> nodes) {
    var each =
        nodes.stream()
            .map(
                name ->
                    reader.curve(
                        name,
                        name,
                        Tone.series(nodes.indexOf(name)),
                        now.window,
                        Scope.source(name)))
            .filter(curve -> curve.latency().samples() > 0)
            .sorted(
                Comparator.comparingDouble(
                    curve -> -curve.latency().seconds(now.percentile.value())))
            .toList();
    var slowest = each.stream().limit(MOST_NODES).map(curve -> curve.id()).sorted().toList();
    var shown = new ArrayList<CurveData.Curve>();
    shown.add(reader.curve("all", "all nodes", Tone.TARGET, now.window, Scope.cluster()));
    each.stream()
        .filter(
            curve ->
                now.node.isEmpty() ? slowest.contains(curve.id()) : curve.id().equals(now.node))
        .sorted(Comparator.comparingInt(curve -> nodes.indexOf(curve.id())))
        .forEach(shown::add);
    return new Curves(now, slowest, new CurveData(shown));
  }
}
