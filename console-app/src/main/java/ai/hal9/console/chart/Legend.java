package ai.hal9.console.chart;

import ai.hal9.console.ui.Parts;
import ai.hal9.console.ui.Tone;
import ai.hal9.console.ui.Unit;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import javafx.scene.control.Label;
import javafx.scene.control.ToggleButton;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import org.jspecify.annotations.Nullable;

/**
 * The lines of a chart with their values: the newest, or those under the crosshair. A click shows
 * one line alone, a Ctrl-click adds one.
 */
final class Legend extends FlowPane {

  private final String chart;
  private final LineChoice choice;
  private final Runnable changed;
  private final List<Entry> entries = new ArrayList<>();

  Legend(String chart, LineChoice choice, Runnable changed) {
    this.chart = chart;
    this.choice = choice;
    this.changed = changed;
    getStyleClass().add("legend");
  }

  /**
   * One thing shown.
   *
   * @param value as it is written beside the name
   * @param weak whether the value rests on too few samples
   */
  record Item(String id, String name, Tone tone, String value, boolean weak) {}

  /**
   * Shows a chart's lines.
   *
   * @param at the crosshair; null for the newest values
   */
  void show(ChartData data, Unit unit, @Nullable Instant at) {
    show(
        data.lines().stream()
            .map(
                line -> {
                  var column = at == null ? line.latest() : data.axis().indexOf(at);
                  return new Item(
                      line.id(),
                      line.name(),
                      line.tone(),
                      unit.text(line.at(column)),
                      line.weakAt(column));
                })
            .toList());
  }

  void show(List<Item> items) {
    if (!named(items)) {
      entries.clear();
      items.forEach(item -> entries.add(new Entry(item)));
      getChildren().setAll(entries.stream().map(entry -> entry.button).toList());
    }
    for (var i = 0; i < entries.size(); i++) {
      entries.get(i).show(items.get(i));
    }
  }

  /** Whether the entries are of these things, so called. */
  private boolean named(List<Item> items) {
    return items.stream()
        .map(item -> List.of(item.id(), item.name()))
        .toList()
        .equals(entries.stream().map(entry -> List.of(entry.id, entry.name)).toList());
  }

  private final class Entry {

    private final String id;
    private final String name;
    private final ToggleButton button = new ToggleButton();
    private final Label value = Parts.label("", "legend-value");

    Entry(Item line) {
      id = line.id();
      name = line.name();
      var swatch = new Region();
      swatch.getStyleClass().addAll("swatch", line.tone().style());
      var row = new HBox(swatch, Parts.label(line.name(), "legend-name"), value);
      row.getStyleClass().add("legend-row");
      button.setGraphic(row);
      button.getStyleClass().add("legend-entry");
      button.setId(chart + "-legend-" + id);
      button.setSelected(true);
      button.setAccessibleText(line.name());
      Parts.explain(
          button,
          (line.id().equals(line.name()) ? "" : line.id() + ". ")
              + "Click to show this line alone, Ctrl-click to add it to others.");
      button.addEventFilter(MouseEvent.MOUSE_CLICKED, click -> choose(click.isShortcutDown()));
      button.setOnAction(action -> action.consume());
      button.setOnKeyPressed(
          key -> {
            switch (key.getCode()) {
              case SPACE, ENTER -> {
                choose(key.isShortcutDown());
                key.consume();
              }
              default -> {}
            }
          });
    }

    private void choose(boolean add) {
      if (add) {
        choice.toggle(id, entries.stream().map(entry -> entry.id).toList());
      } else {
        choice.isolate(id);
      }
      changed.run();
    }

    void show(Item shown) {
      button.setSelected(choice.shows(id));
      value.setText(shown.value());
      Parts.style(value, "weak", shown.weak());
    }
  }
}
