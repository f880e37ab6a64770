package ai.hal9.console.history;

import ai.hal9.console.loading.ScenarioWords;
import ai.hal9.console.ui.Parts;
import java.util.function.Consumer;
import javafx.geometry.HPos;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/** Figures and thresholds: a row each, a column for each run, with its difference to the first. */
final class FigureTable {

  private final GridPane grid = new GridPane();
  private int row;

  /**
   * @param against makes another run the first
   */
  FigureTable(Comparison comparison, Consumer<Kept> against) {
    grid.setId("figures");
    grid.getStyleClass().add("compare-grid");
    head(comparison, against);
    for (var figure : comparison.figures()) {
      var values = comparison.values(figure);
      var name = Parts.label(figure.name(), "figure-name");
      var vantage = Parts.label(figure.vantage(), "muted");
      grid.add(new HBox(8, name, vantage), 0, row);
      for (var i = 0; i < values.size(); i++) {
        var value = Parts.label(figure.unit().text(values.get(i)), "figure-cell");
        var cell = new HBox(8, value);
        if (i > 0) {
          var difference = figure.difference(values.get(i), values.getFirst());
          var judged = figure.judged(values.get(i), values.getFirst());
          var words = judged.isEmpty() ? difference : difference + " " + judged;
          var label = Parts.label(words, "figure-difference");
          Parts.style(label, "good-words", judged.equals("better"));
          Parts.style(label, "bad-words", judged.equals("worse"));
          cell.getChildren().add(label);
        }
        grid.add(cell, i + 1, row);
      }
      row++;
    }
    for (var threshold : comparison.thresholds()) {
      grid.add(Parts.label(ScenarioWords.threshold(threshold.name()), "figure-name"), 0, row);
      for (var i = 0; i < threshold.values().size(); i++) {
        grid.add(Parts.label(threshold.values().get(i), "figure-cell"), i + 1, row);
      }
      row++;
    }
  }

  Node node() {
    return grid;
  }

  private void head(Comparison comparison, Consumer<Kept> against) {
    for (var i = 0; i < comparison.runs().size(); i++) {
      var run = comparison.runs().get(i);
      var swatch = new Region();
      swatch.getStyleClass().addAll("swatch", ai.hal9.console.ui.Tone.series(i).style());
      var name = new HBox(6, swatch, Parts.label(run.summary().name(), "figure-name"));
      name.setAlignment(Pos.CENTER_LEFT);
      var when = Parts.label(RunTable.WHEN.format(run.summary().startedAt()), "muted");
      var verdict = Parts.label(run.summary().outcome(), "muted");
      var head = new VBox(2, name, when, verdict);
      if (comparison.runs().size() > 1) {
        head.getChildren().add(i == 0 ? new Label("compared with") : link(run, against));
      }
      GridPane.setHalignment(head, HPos.LEFT);
      grid.add(head, i + 1, 0);
    }
    row = 1;
  }

  private static Hyperlink link(Kept run, Consumer<Kept> against) {
    var link = new Hyperlink("Compare with this");
    link.setId("against-" + run.summary().id());
    link.setOnAction(_ -> against.accept(run));
    return link;
  }
}
