package ai.hal9.console.board;

import ai.hal9.console.chart.ChartData;
import ai.hal9.console.chart.Span;
import ai.hal9.console.series.Scope;
import ai.hal9.console.series.Window;
import ai.hal9.console.session.Workplace;
import ai.hal9.console.ui.Every;
import ai.hal9.console.ui.Refresh;
import ai.hal9.dashboards.catalog.DashboardEntry;
import ai.hal9.dashboards.model.Dashboard;
import ai.hal9.dashboards.model.Panel;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyListProperty;
import javafx.beans.property.ReadOnlyListWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.beans.value.ObservableValue;
import javafx.collections.FXCollections;
import org.jspecify.annotations.Nullable;

/** What one dashboard shows of a cluster, computed off the UI thread, and how it is edited. */
final class BoardModel {

  /** Between two refreshes while nobody speaks. */
  private static final Duration SILENT_PACE = Duration.ofSeconds(1);

  private static final Duration HOUR = Span.HOUR.length();

  /** Between two looks at the hour while something else is shown. */
  private static final Duration AHEAD_PACE = Duration.ofSeconds(10);

  private final Workplace place;
  private final Boards boards;
  private final String name;
  private final Map<String, ObjectProperty<@Nullable TileState>> tiles = new HashMap<>();
  private final Map<String, ObjectProperty<ChartData>> charts = new HashMap<>();
  private final StringProperty node = new SimpleStringProperty("");
  private final ReadOnlyListWrapper<String> nodes =
      new ReadOnlyListWrapper<>(FXCollections.observableArrayList());
  private final ReadOnlyStringWrapper failure = new ReadOnlyStringWrapper("");
  private final Refresh<Picture> refresh;
  private Instant beaten = Instant.EPOCH;
  private final Every pace = new Every(SILENT_PACE);
  private final Every aheadPace = new Every(AHEAD_PACE);
  private final Refresh<Boolean> ahead;
  private volatile @Nullable Wanted wanted;
  private volatile @Nullable Wanted wantedAhead;
  private volatile @Nullable Picture last;

  /**
   * @param name the dashboard's
   */
  BoardModel(Workplace place, Boards boards, String name) {
    this.place = place;
    this.boards = boards;
    this.name = name;
    refresh =
        new Refresh<>(
            place.background(),
            this::computed,
            this::show,
            problem -> failure.set("This cannot be computed: " + problem.getMessage()));
    // what fails here fails once more when it is to be shown, and is told then
    ahead = new Refresh<>(place.background(), this::computedAhead, _ -> {}, _ -> {});
  }

  String name() {
    return name;
  }

  Boards boards() {
    return boards;
  }

  Optional<Dashboard> dashboard() {
    return boards.dashboard(name);
  }

  /** Changes whenever dashboards do. */
  ReadOnlyListProperty<DashboardEntry> entries() {
    return boards.entries();
  }

  /** A tile's state; null until it has been computed. */
  ObservableValue<@Nullable TileState> tile(String panel) {
    return tiles.computeIfAbsent(panel, _ -> new SimpleObjectProperty<>());
  }

  ObservableValue<ChartData> chart(String panel) {
    return charts.computeIfAbsent(panel, _ -> new SimpleObjectProperty<>(ChartData.NONE));
  }

  /** The node shown alone; empty for all. */
  StringProperty node() {
    return node;
  }

  /** The nodes there are to choose from. */
  ReadOnlyListProperty<String> nodes() {
    return nodes.getReadOnlyProperty();
  }

  /** Why nothing new is shown; empty while all is well. */
  ReadOnlyStringProperty failure() {
    return failure.getReadOnlyProperty();
  }

  /** Time has passed: where nothing is heard any more, that shows as well. */
  void beat(Instant now) {
    beaten = now;
    if (pace.due(now)) {
      refresh();
    }
  }

  /** When what is wanted now has just been shown: more is mostly heard only later. */
  private void lookAhead() {
    dashboard()
        .filter(_ -> place.charts().time().span().get() != Span.HOUR && aheadPace.due(beaten))
        .ifPresent(
            board -> {
              wantedAhead = wanted(board, Window.last(HOUR, beaten));
              ahead.want();
            });
  }

  /** Computes everything anew. */
  void refresh() {
    pace.done(beaten);
    dashboard()
        .ifPresent(
            dashboard -> {
              wanted = wanted(dashboard, place.charts().visible());
              refresh.want();
            });
  }

  private Wanted wanted(Dashboard dashboard, Window window) {
    return new Wanted(
        dashboard,
        node.get().isEmpty() ? Scope.cluster() : Scope.node(node.get()),
        window,
        place.charts().moment(),
        boards.profile().get());
  }

  /** Nobody looks any more. */
  void stop() {
    refresh.stop();
    ahead.stop();
  }

  private Picture computed() {
    var computed = Picture.of(place.session().history(), Objects.requireNonNull(wanted), last);
    last = computed;
    return computed;
  }

  /** The history remembers it, so that a first look at the hour takes no longer than another. */
  private boolean computedAhead() {
    var now = wantedAhead;
    return now != null && !Picture.of(place.session().history(), now).charts().isEmpty();
  }

  private void show(Picture picture) {
    failure.set("");
    tiles.forEach(
        (panel, shown) -> {
          var state = picture.tiles().get(panel);
          if (state != null && !state.equals(shown.get())) {
            shown.set(state);
          }
        });
    charts.forEach(
        (panel, shown) -> {
          var data = picture.charts().getOrDefault(panel, ChartData.NONE);
          if (!data.equals(shown.get())) {
            shown.set(data);
          }
        });
    if (!picture.nodes().equals(nodes.get())) {
      nodes.setAll(picture.nodes());
    }
    lookAhead();
  }

  /**
   * Moves a panel.
   *
   * @param to its place afterwards; one beyond the ends is the end
   */
  void move(String panel, int to) {
    dashboard()
        .ifPresent(
            now -> boards.edit(now.moved(panel, Math.clamp(to, 0, now.panels().size() - 1))));
  }

  /** Moves a panel by some places. */
  void moveBy(String panel, int places) {
    move(panel, index(panel) + places);
  }

  /** A panel's place; -1 where there is none of that id. */
  int index(String panel) {
    return dashboard().map(Dashboard::panels).orElse(List.of()).stream()
        .map(Panel::id)
        .toList()
        .indexOf(panel);
  }

  void remove(String panel) {
    dashboard().ifPresent(now -> boards.edit(now.minus(panel)));
  }

  void add(Panel panel) {
    dashboard().ifPresent(now -> boards.edit(now.plus(panel, now.panels().size())));
  }

  void undo() {
    boards.undo(name);
  }

  void redo() {
    boards.redo(name);
  }

  void restore() {
    boards.restore(name);
  }
}
