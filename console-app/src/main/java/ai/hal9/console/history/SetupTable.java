package ai.hal9.console.history;

import ai.hal9.console.ui.Parts;
import javafx.scene.Node;
import javafx.scene.layout.GridPane;

/** What was set up: of one run all of it, of several what differs. */
final class SetupTable {

  private SetupTable() {}

  static String title(Comparison comparison) {
    return comparison.runs().size() == 1
        ? "Setup"
        : comparison.differences().isEmpty()
            ? "Setup: all %d settings are alike".formatted(comparison.alike())
            : "Setup: what differs (%d settings are alike)".formatted(comparison.alike());
  }

  static Node of(Comparison comparison) {
    var grid = new GridPane();
    grid.setId("setup");
    grid.getStyleClass().add("compare-grid");
    var rows = comparison.runs().size() == 1 ? comparison.settings() : comparison.differences();
    for (var i = 0; i < rows.size(); i++) {
      grid.add(Parts.label(rows.get(i).name(), "figure-name"), 0, i);
      for (var j = 0; j < rows.get(i).values().size(); j++) {
        grid.add(Parts.label(rows.get(i).values().get(j), "figure-cell"), j + 1, i);
      }
    }
    return grid;
  }
}
