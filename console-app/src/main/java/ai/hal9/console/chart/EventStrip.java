package ai.hal9.console.chart;

import ai.hal9.api.telemetry.EventKind;
import ai.hal9.console.series.HistoryEvent;
import ai.hal9.console.ui.Parts;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.Pane;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.material2.Material2OutlinedAL;
import org.kordamp.ikonli.material2.Material2OutlinedMZ;

/**
 * What happened, over the plot: one icon an event, one number where they stand too close. Pointing
 * at one draws its moment through all charts; a click tells it.
 */
final class EventStrip extends Pane {

  private static final double ICON = 18;
  private static final DateTimeFormatter CLOCK =
      DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT).withZone(ZoneId.systemDefault());

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
      getChildren().get(i).resizeRelocate(x - ICON / 2, 0, ICON, ICON);
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
      if (x - last < ICON) {
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
    if (group.size() == 1) {
      button.setGraphic(Parts.icon(icon(first.kind()), "event-icon"));
    } else {
      button.setGraphic(new Label(String.valueOf(group.size())));
    }
    button.getStyleClass().add("event");
    var words = group.stream().map(EventStrip::words).collect(Collectors.joining("\n"));
    button.setAccessibleText(words);
    button.hoverProperty().addListener(_ -> mark(button.isHover() ? first.time() : null));
    button.focusedProperty().addListener(_ -> mark(button.isFocused() ? first.time() : null));
    button.setOnAction(_ -> tell(button, words));
    Parts.explain(button, words);
    return button;
  }

  private void mark(@org.jspecify.annotations.Nullable Instant moment) {
    time.marked().set(moment);
  }

  private static void tell(Button button, String words) {
    var told = new atlantafx.base.controls.Popover(Parts.label(words, "event-told"));
    told.setTitle("What happened");
    told.setHeaderAlwaysVisible(false);
    told.setDetachable(false);
    told.setArrowLocation(atlantafx.base.controls.Popover.ArrowLocation.TOP_CENTER);
    told.show(button);
  }

  private static String words(HistoryEvent happened) {
    var event = happened.event();
    return CLOCK.format(event.time())
        + "  "
        + event.title()
        + (happened.source().isEmpty() ? "" : " (" + happened.source() + ")");
  }

  private static Ikon icon(EventKind kind) {
    return switch (kind) {
      case TUNING -> Material2OutlinedMZ.TUNE;
      case BREAKER -> Material2OutlinedAL.FLASH_ON;
      case NODE_UP -> Material2OutlinedMZ.POWER;
      case NODE_DOWN -> Material2OutlinedMZ.POWER_OFF;
      case RESTART -> Material2OutlinedMZ.REFRESH;
      case SCALE -> Material2OutlinedAL.LAYERS;
      case FAULT -> Material2OutlinedAL.BUG_REPORT;
      case LOAD_STAGE -> Material2OutlinedMZ.TRENDING_UP;
      case FAILOVER -> Material2OutlinedMZ.SWAP_HORIZ;
    };
  }
}
