package ai.hal9.console.tuning;

import ai.hal9.console.ui.Parts;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/** All parameters in the sections of the configuration file, or those that are looked for. */
final class ParameterList {

  private static final double MARGIN = 24;

  private final TuningModel model;
  private final Map<String, ParameterRow> rows = new LinkedHashMap<>();
  private final Map<String, VBox> sections = new LinkedHashMap<>();
  private final Label none = Parts.label("", "muted");
  private final VBox page = new VBox();
  private final ScrollPane root = new ScrollPane(page);
  private Predicate<ParameterState> filter = _ -> true;
  private String sought = "";

  ParameterList(TuningModel model) {
    this.model = model;
    page.getStyleClass().add("parameter-list");
    none.setWrapText(true);
    root.setId("parameters");
    root.setFitToWidth(true);
    root.getStyleClass().add("page-scroll");
    page.getChildren().add(none);
  }

  Region node() {
    return root;
  }

  /**
   * Shows only what is looked for.
   *
   * @param words all of which must occur
   * @param kind what else a parameter must be
   */
  void find(String words, Predicate<ParameterState> kind) {
    sought = words;
    filter = kind;
    show();
  }

  /** As things stand now. */
  void show() {
    var states = model.states().get();
    if (!states.stream().map(ParameterState::key).toList().equals(List.copyOf(rows.keySet()))) {
      build(states);
    }
    for (var state : states) {
      var row = rows.get(state.key());
      if (row != null) {
        row.show(state, !model.readOnly().isEmpty());
        visible(row, filter.test(state) && state.matches(sought));
      }
    }
    sections
        .values()
        .forEach(
            section ->
                visible(
                    section,
                    section.getChildren().stream()
                        .anyMatch(part -> part instanceof ParameterRow && part.isVisible())));
    none.setText(
        states.isEmpty()
            ? "The parameters appear as soon as a node answers."
            : "No parameter is like that. Esc shows all again.");
    visible(none, rows.values().stream().noneMatch(ParameterRow::isVisible));
  }

  /** Brings a parameter into sight and its editor into focus. */
  void reach(String key) {
    var row = rows.get(key);
    if (row == null) {
      return;
    }
    root.applyCss();
    root.layout();
    var top = page.sceneToLocal(row.localToScene(row.getBoundsInLocal())).getMinY();
    var beyond = page.getBoundsInLocal().getHeight() - root.getViewportBounds().getHeight();
    root.setVvalue(beyond <= 0 ? 0 : Math.clamp((top - MARGIN) / beyond, 0, 1));
    row.focus();
  }

  private void build(List<ParameterState> states) {
    rows.clear();
    sections.clear();
    for (var state : states) {
      var section =
          sections.computeIfAbsent(
              Parameters.section(state.key()),
              name -> {
                var card = new VBox(Parts.label(Parameters.title(name), "card-title"));
                card.getStyleClass().addAll("card", "parameters");
                return card;
              });
      var row = new ParameterRow(state.parameter(), model);
      rows.put(state.key(), row);
      section.getChildren().add(row);
    }
    page.getChildren().setAll(none);
    page.getChildren().addAll(sections.values());
  }

  private static void visible(Region part, boolean on) {
    part.setVisible(on);
    part.setManaged(on);
  }
}
