package ai.hal9.console.chart;

import ai.hal9.console.series.HistoryEvent;
import ai.hal9.console.ui.Parts;
import atlantafx.base.controls.Popover;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Pane;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/**
 * What happened, over the plot: one icon an event, with their number where they stand too close.
 * Pointing at one draws its moment through all charts; a click tells it.
 */
final class EventStrip extends Pane {

  private static final double ICON = 18;
  private static final double NUMBER = 14;
  private static final double MOST_WIDTH = 420;

  private final Plot plot;
  private final SharedTime time;
  private List<HistoryEvent> shown = List.of();

  EventStrip(Plot plot, SharedTime time) {
    this.plot = plot;
    this.time = time;
    getStyleClass().add("event-strip");
    setPickOnBounds(false);
  }

  void show(List<HistoryEvent> events) {
    var area = plot.area();
    var groups = groups(events, area.getWidth());
    if (!events.equals(shown) || groups.size() != getChildren().size()) {
      shown = events;
      getChildren().setAll(groups.stream().map(this::icon).toList());
    }
    for (var i = 0; i < groups.size(); i++) {
      var x = area.getMinX() + plot.x(groups.get(i).getFirst().event().time());
      var wide = groups.get(i).size() == 1 ? ICON : ICON + NUMBER;
      getChildren().get(i).resizeRelocate(x - ICON / 2, 0, wide, ICON);
    }
  }

  private List<List<HistoryEvent>> groups(List<HistoryEvent> events, double width) {
    var groups = new ArrayList<List<HistoryEvent>>();
    var last = Double.NEGATIVE_INFINITY;
    for (var event : events) {
      var x = plot.x(event.event().time());
      if (x < 0 || x > width) {
        continue;
      }
      if (x - last < ICON + NUMBER) {
        groups.getLast().add(event);
      } else {
        groups.add(new ArrayList<>(List.of(event)));
        last = x;
      }
    }
    return groups;
  }

  private Button icon(List<HistoryEvent> group) {
    var first = group.getFirst().event();
    var button = new Button();
    var icon = Parts.icon(Happened.icon(first.kind()), "event-icon");
    button.setGraphic(
        group.size() == 1 ? icon : new HBox(1, icon, new Label(String.valueOf(group.size()))));
    button.getStyleClass().add("event");
    var words = group.stream().map(Happened::line).collect(Collectors.joining("\n"));
    button.setAccessibleText(words);
    button.hoverProperty().addListener(_ -> mark(button.isHover() ? first.time() : null));
    button.focusedProperty().addListener(_ -> mark(button.isFocused() ? first.time() : null));
    button.setOnAction(_ -> tell(button, group));
    button.setOnKeyPressed(
        key -> {
          if (key.getCode() == KeyCode.ENTER) {
            button.fire();
            key.consume();
          }
        });
    Parts.explain(button, words);
    return button;
  }

  private void mark(@Nullable Instant moment) {
    time.marked().set(moment);
  }

  private static void tell(Button button, List<HistoryEvent> group) {
    var list = new VBox();
    list.getStyleClass().add("events-told");
    group.forEach(event -> list.getChildren().add(told(event)));
    var told = new Popover(list);
    told.setTitle("What happened");
    told.setHeaderAlwaysVisible(false);
    told.setDetachable(false);
    told.setArrowLocation(Popover.ArrowLocation.TOP_CENTER);
    told.show(button);
  }

  private static VBox told(HistoryEvent event) {
    var what = Parts.label(event.event().title(), "event-told");
    var head = new HBox(Parts.icon(Happened.icon(event.event().kind()), "event-icon"), what);
    head.getStyleClass().add("event-head");
    var where =
        "%s, %s, told by %s"
            .formatted(
                Happened.words(event.event().kind()), Happened.clock(event), Happened.who(event));
    var told = new VBox(head, Parts.label(where, "muted"));
    var details = Happened.details(event);
    if (!details.isEmpty()) {
      var line = Parts.label(details, "muted");
      line.setWrapText(true);
      line.setMaxWidth(MOST_WIDTH);
      told.getChildren().add(line);
    }
    return told;
  }
}
