package ai.hal9.console.board;

import ai.hal9.console.ui.Parts;
import ai.hal9.dashboards.model.DashboardReading.Rejected;
import java.nio.file.Path;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.material2.Material2OutlinedMZ;

/** Everything wrong with a dashboard's file, by line. */
final class ErrorsPane extends VBox {

  /**
   * @param instead whether the product's own is shown in its place
   */
  ErrorsPane(Path file, Rejected rejected, boolean instead) {
    setId("board-errors");
    getStyleClass().addAll("card", "board-errors");
    var count = rejected.errors().size();
    var head =
        Parts.label(
            "%s has %d %s. %s"
                .formatted(
                    file,
                    count,
                    count == 1 ? "mistake" : "mistakes",
                    instead
                        ? "The dashboard that came with the product is shown instead, until you"
                            + " mend the file or delete it."
                        : "It is read again as soon as you save it."),
            "trouble-words");
    head.setWrapText(true);
    getChildren().add(new HBox(8, Parts.icon(Material2OutlinedMZ.WARNING, "bad-icon"), head));
    for (var error : rejected.errors()) {
      var line = new Label(error.text());
      line.getStyleClass().add("log");
      line.setWrapText(true);
      getChildren().add(line);
    }
  }
}
