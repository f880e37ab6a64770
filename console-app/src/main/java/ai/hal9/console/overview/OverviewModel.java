package ai.hal9.console.overview;

import ai.hal9.console.chart.Moment;
import ai.hal9.console.session.Workplace;
import ai.hal9.console.ui.Every;
import ai.hal9.console.ui.Refresh;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import javafx.beans.property.ReadOnlyListProperty;
import javafx.beans.property.ReadOnlyListWrapper;
import javafx.collections.FXCollections;

/** The processes of a cluster, computed off the UI thread. */
final class OverviewModel {

  private static final Duration PACE = Duration.ofSeconds(1);

  private final Workplace place;
  private final ReadOnlyListWrapper<NodeRow> nodes =
      new ReadOnlyListWrapper<>(FXCollections.observableArrayList());
  private final Refresh<List<NodeRow>> refresh;
  private final Every pace = new Every(PACE);
  private volatile Moment moment = Moment.LIVE;

  OverviewModel(Workplace place) {
    this.place = place;
    refresh = new Refresh<>(place.background(), this::computed, this::show, _ -> nodes.clear());
  }

  ReadOnlyListProperty<NodeRow> nodes() {
    return nodes.getReadOnlyProperty();
  }

  /** Time has passed. */
  void beat(Instant now) {
    if (pace.due(now)) {
      moment = place.charts().moment();
      refresh.want();
    }
  }

  /** Nobody looks any more. */
  void stop() {
    refresh.stop();
  }

  private List<NodeRow> computed() {
    return NodeRow.all(
        place.session().history(),
        place.session().feed().state().nodes(),
        place.charts().now().getValue(),
        moment);
  }

  private void show(List<NodeRow> rows) {
    if (!rows.equals(nodes.get())) {
      nodes.setAll(rows);
    }
  }
}
