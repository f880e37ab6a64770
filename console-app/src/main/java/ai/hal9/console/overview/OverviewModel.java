package ai.hal9.console.overview;

import ai.hal9.console.chart.ChartData;
import ai.hal9.console.series.Window;
import ai.hal9.console.session.Workplace;
import ai.hal9.console.ui.Refresh;
import java.util.ArrayList;
import java.util.List;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyListProperty;
import javafx.beans.property.ReadOnlyListWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.value.ObservableValue;
import javafx.collections.FXCollections;

/** What the overview shows of a cluster, computed off the UI thread. */
final class OverviewModel {

  private static final int COLUMNS = 600;

  private final Workplace place;
  private final List<ObjectProperty<ChartData>> charts = new ArrayList<>();
  private final ReadOnlyListWrapper<TileState> tiles =
      new ReadOnlyListWrapper<>(FXCollections.observableArrayList());
  private final ReadOnlyListWrapper<NodeRow> nodes =
      new ReadOnlyListWrapper<>(FXCollections.observableArrayList());
  private final ReadOnlyStringWrapper failure = new ReadOnlyStringWrapper("");
  private final Refresh<Picture> refresh;
  private volatile Window window;

  OverviewModel(Workplace place) {
    this.place = place;
    this.window = place.charts().visible();
    OverviewBoard.PANELS.forEach(_ -> charts.add(new SimpleObjectProperty<>(ChartData.NONE)));
    refresh =
        new Refresh<>(
            place.background(),
            this::computed,
            this::show,
            problem -> failure.set("The overview cannot be computed: " + problem.getMessage()));
  }

  ReadOnlyListProperty<TileState> tiles() {
    return tiles.getReadOnlyProperty();
  }

  ObservableValue<ChartData> chart(int panel) {
    return charts.get(panel);
  }

  ReadOnlyListProperty<NodeRow> nodes() {
    return nodes.getReadOnlyProperty();
  }

  /** Why nothing new is shown; empty while all is well. */
  ReadOnlyStringProperty failure() {
    return failure.getReadOnlyProperty();
  }

  /** Something was heard, or another stretch of time is wanted. */
  void refresh() {
    window = place.charts().visible();
    refresh.want();
  }

  /** Nobody looks any more. */
  void stop() {
    refresh.stop();
  }

  private Picture computed() {
    var history = place.session().history();
    var wanted = window;
    var axis = history.axis(wanted, COLUMNS);
    var events = history.events(wanted);
    return new Picture(
        OverviewBoard.TILES.stream().map(tile -> TileState.of(tile, history)).toList(),
        OverviewBoard.PANELS.stream()
            .map(panel -> new ChartData(axis, panel.lines().of(history, axis), events))
            .toList(),
        NodeRow.all(
            history, place.session().feed().state().nodes(), place.charts().now().getValue()));
  }

  private void show(Picture picture) {
    failure.set("");
    tiles.setAll(picture.tiles);
    for (var i = 0; i < charts.size(); i++) {
      charts.get(i).set(picture.charts.get(i));
    }
    nodes.setAll(picture.nodes);
  }

  private record Picture(List<TileState> tiles, List<ChartData> charts, List<NodeRow> nodes) {}
}
