package ai.hal9.console.cache;

import ai.hal9.console.cache.WarmModel.Progress;
import ai.hal9.console.ui.Bag;
import ai.hal9.console.ui.Parts;
import java.util.ArrayList;
import java.util.List;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.material2.Material2OutlinedMZ;

/** The order to warm all nodes, and a bar for each. */
final class WarmPane {

  private static final double NAME = 140;
  private static final double BAR = 200;

  private final WarmModel model;
  private final Button warm;
  private final VBox rows = new VBox(6);
  private final List<Row> shown = new ArrayList<>();
  private final VBox root;

  /** A node's line. */
  private record Row(String node, ProgressBar bar, Label words) {}

  WarmPane(WarmModel model) {
    this.model = model;
    warm = Parts.button("warm", "Warm all nodes", Material2OutlinedMZ.WHATSHOT, model::warm);
    Parts.explain(
        warm,
        "Every node brings the answers of the most recent signals and the neurons' states into its"
            + " cache.");
    var head = new HBox(8, Parts.label("Warming", "card-title"), Parts.filler(), warm);
    head.setAlignment(Pos.CENTER_LEFT);
    var readOnly = Parts.label(model.readOnly(), "read-only");
    readOnly.setId("warm-read-only");
    readOnly.setWrapText(true);
    readOnly.setVisible(!model.readOnly().isEmpty());
    readOnly.setManaged(readOnly.isVisible());
    var failure = Parts.label("", "trouble-words");
    failure.setId("warm-failure");
    failure.setWrapText(true);
    failure.textProperty().bind(model.failure());
    failure.visibleProperty().bind(model.failure().isNotEmpty());
    failure.managedProperty().bind(failure.visibleProperty());
    root = new VBox(8, head, readOnly, failure, rows);
    root.setId("warming-card");
    root.getStyleClass().add("card");
  }

  Region node() {
    return root;
  }

  void observe(Bag held) {
    held.observe(this::show, model.progress(), model.busy());
  }

  private void show() {
    warm.setDisable(!model.readOnly().isEmpty() || model.busy().get());
    var all = model.progress().get();
    if (!shown.stream().map(Row::node).toList().equals(all.stream().map(Progress::node).toList())) {
      build(all);
    }
    for (var i = 0; i < all.size(); i++) {
      shown.get(i).bar().setProgress(all.get(i).share());
      shown.get(i).bar().setVisible(all.get(i).running());
      shown.get(i).bar().setManaged(all.get(i).running());
      shown.get(i).words().setText(all.get(i).words());
    }
  }

  private void build(List<Progress> all) {
    shown.clear();
    rows.getChildren().clear();
    for (var each : all) {
      var name = Parts.label(each.node());
      name.setMinWidth(NAME);
      var bar = new ProgressBar(0);
      bar.setPrefWidth(BAR);
      bar.setAccessibleText("How far " + each.node() + " is");
      var words = Parts.label("", "muted");
      words.setId("warming-" + each.node());
      words.setWrapText(true);
      var row = new HBox(12, name, bar, words);
      row.setAlignment(Pos.CENTER_LEFT);
      rows.getChildren().add(row);
      shown.add(new Row(each.node(), bar, words));
    }
  }
}
