package ai.hal9.console.tuning;

import ai.hal9.console.ui.Parts;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.material2.Material2OutlinedAL;

/** The changes that will revert by themselves, counting down. */
final class RevertStrip {

  private final TuningModel model;
  private final VBox root = new VBox();
  private List<Recorded> drawn = List.of();
  private List<Label> words = List.of();

  RevertStrip(TuningModel model) {
    this.model = model;
    root.setId("reverting");
    root.getStyleClass().add("reverting");
  }

  Region node() {
    return root;
  }

  void show(Instant now) {
    var due = model.known().get().reverting(now);
    root.setVisible(!due.isEmpty());
    root.setManaged(!due.isEmpty());
    if (!due.equals(drawn)) {
      drawn = due;
      words = due.stream().map(_ -> Parts.label("", "reverting-words")).toList();
      root.getChildren().clear();
      for (var i = 0; i < due.size(); i++) {
        root.getChildren().add(row(due.get(i), words.get(i)));
      }
    }
    for (var i = 0; i < due.size(); i++) {
      words.get(i).setText(words(due.get(i), now));
    }
  }

  private HBox row(Recorded change, Label label) {
    label.setWrapText(true);
    label.setMaxWidth(Double.MAX_VALUE);
    HBox.setHgrow(label, Priority.ALWAYS);
    var keep =
        Parts.button(
            "keep-" + change.id().replace(' ', '-'),
            "Cancel: keep it",
            Material2OutlinedAL.CHECK,
            () -> model.keep(change));
    keep.setMinWidth(Region.USE_PREF_SIZE);
    var row = new HBox(Parts.icon(Material2OutlinedAL.HOURGLASS_EMPTY), label, keep);
    row.getStyleClass().addAll("card", "notice");
    row.setAlignment(Pos.CENTER_LEFT);
    return row;
  }

  private static String words(Recorded change, Instant now) {
    var left = Duration.between(now, change.revertAt().orElse(now));
    return "Version %d on %s reverts by itself in %s."
        .formatted(change.version().version(), change.target().words(), span(left));
  }

  static String span(Duration left) {
    return left.toMinutes() > 0
        ? "%d min %02d s".formatted(left.toMinutes(), left.toSecondsPart())
        : Math.max(0, left.toSeconds()) + " s";
  }
}
