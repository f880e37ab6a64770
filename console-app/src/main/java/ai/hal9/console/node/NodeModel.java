package ai.hal9.console.node;

import static ai.hal9.api.metric.MetricCatalogue.BREAKER_STATE;
import static ai.hal9.api.metric.MetricCatalogue.HEAP_MAX;
import static ai.hal9.api.metric.MetricCatalogue.UPTIME;

import ai.hal9.api.metric.Metric;
import ai.hal9.console.chart.ChartData;
import ai.hal9.console.chart.ChartSpec;
import ai.hal9.console.chart.Moment;
import ai.hal9.console.series.Axis;
import ai.hal9.console.series.HistoryEvent;
import ai.hal9.console.series.HistoryStore;
import ai.hal9.console.series.Scope;
import ai.hal9.console.series.Window;
import ai.hal9.console.session.Workplace;
import ai.hal9.console.source.NodeState;
import ai.hal9.console.ui.BreakerWords;
import ai.hal9.console.ui.Refresh;
import ai.hal9.dashboards.expression.Across;
import ai.hal9.dashboards.expression.Selection;
import ai.hal9.sim.telemetry.Readings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import org.jspecify.annotations.Nullable;

/** What a node's page shows, computed off the UI thread. */
final class NodeModel {

  static final List<ChartSpec> SPECS = Arrays.stream(Measure.values()).map(Measure::chart).toList();

  private static final int COLUMNS = 600;
  private static final Duration NOW = Duration.ofSeconds(10);

  private final Workplace place;
  private final String name;
  private final NodeReader reader;
  private final ReadOnlyObjectWrapper<NodePicture> picture =
      new ReadOnlyObjectWrapper<>(NodePicture.NOTHING);
  private final ReadOnlyStringWrapper failure = new ReadOnlyStringWrapper("");
  private final Refresh<NodePicture> refresh;
  private volatile Window window;
  private volatile Moment moment;

  NodeModel(Workplace place, String name) {
    this.place = place;
    this.name = name;
    reader = new NodeReader(history(place), name);
    window = place.charts().visible();
    moment = place.charts().moment();
    refresh =
        new Refresh<>(
            place.background(),
            this::computed,
            computed -> {
              failure.set("");
              picture.set(computed);
            },
            problem -> failure.set("The node cannot be shown: " + problem.getMessage()));
  }

  private static HistoryStore history(Workplace place) {
    return place.session().history();
  }

  String name() {
    return name;
  }

  ReadOnlyObjectProperty<NodePicture> picture() {
    return picture.getReadOnlyProperty();
  }

  /** Why nothing new is shown; empty while all is well. */
  ReadOnlyStringProperty failure() {
    return failure.getReadOnlyProperty();
  }

  void refresh() {
    window = place.charts().visible();
    moment = place.charts().moment();
    refresh.want();
  }

  void stop() {
    refresh.stop();
  }

  private NodePicture computed() {
    var wanted = window;
    var when = moment;
    var history = history(place);
    var state =
        place.session().feed().state().nodes().stream()
            .filter(node -> node.name().equals(name))
            .findFirst()
            .orElse(null);
    var axis = history.axis(wanted, COLUMNS);
    var events = history.events(wanted).stream().filter(this::concerns).toList();
    return new NodePicture(
        state,
        uptime(history),
        facts(state, when, when.column(history, NOW)),
        Arrays.stream(Measure.values())
            .map(measure -> new ChartData(axis, reader.lines(measure, axis), events))
            .toList(),
        events.reversed());
  }

  /** What it told itself, and what others told of it. */
  private boolean concerns(HistoryEvent event) {
    return event.source().equals(name) || name.equals(event.event().details().get("node"));
  }

  private @Nullable Duration uptime(HistoryStore history) {
    return history.sources().stream()
        .filter(source -> source.name().equals(name))
        .flatMap(source -> Stream.ofNullable(source.newest().gauges().get(UPTIME.series())))
        .map(seconds -> Duration.ofSeconds(seconds.longValue()))
        .findFirst()
        .orElse(null);
  }

  private List<NodePicture.Fact> facts(@Nullable NodeState state, Moment when, Axis latest) {
    var heard = state == null || state.state() == NodeState.Hearing.HEARD || !when.present();
    var facts = new ArrayList<NodePicture.Fact>();
    for (var measure : Measure.values()) {
      var unit = measure.unit();
      var lines = reader.lines(measure, latest);
      var now = latest.count() - 1;
      var beside =
          measure == Measure.HEAP
              ? "of " + unit.text(gauge(HEAP_MAX, latest))
              : measure.beside(unit.text(lines.getLast().at(now)));
      facts.add(
          new NodePicture.Fact(
              measure.id(),
              when.marked(measure.title()),
              unit.text(heard ? lines.getFirst().at(now) : Double.NaN),
              lines.getFirst().weakAt(now),
              beside));
    }
    facts.add(
        new NodePicture.Fact(
            "breaker",
            when.marked("Circuit breakers"),
            heard ? BreakerWords.of(gauge(BREAKER_STATE, latest)) : BreakerWords.of(Double.NaN),
            false,
            "the worst of them"));
    return facts;
  }

  private double gauge(Metric metric, Axis latest) {
    return last(
        history(place).gauge(latest, Scope.source(name), Selection.of(metric), Across.MAX).max());
  }

  private static double last(Readings readings) {
    return readings.size() == 0 ? Double.NaN : readings.at(readings.size() - 1);
  }
}
