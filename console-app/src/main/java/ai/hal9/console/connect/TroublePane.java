package ai.hal9.console.connect;

import ai.hal9.console.ui.Parts;
import javafx.scene.control.Label;
import javafx.scene.control.TextArea;
import javafx.scene.control.TitledPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.material2.Material2OutlinedMZ;

/** What went wrong and what to do; what lies behind it, folded. */
final class TroublePane extends VBox {

  private final Label words = Parts.label("", "trouble-words");
  private final TextArea details = new TextArea();
  private final TitledPane fold = new TitledPane("Details", details);

  TroublePane(String id) {
    setId(id);
    getStyleClass().add("trouble");
    words.setWrapText(true);
    HBox.setHgrow(words, Priority.ALWAYS);
    details.setAccessibleText("Details");
    details.setEditable(false);
    details.setPrefRowCount(10);
    details.getStyleClass().add("log");
    fold.setExpanded(false);
    fold.setAnimated(false);
    var head = new HBox(Parts.icon(Material2OutlinedMZ.WARNING, "bad-icon"), words);
    head.getStyleClass().add("trouble-head");
    getChildren().addAll(head, fold);
    show(null);
  }

  void show(@Nullable Trouble trouble) {
    ConnectView.visible(this, trouble != null);
    words.setText(trouble == null ? "" : trouble.what());
    details.setText(trouble == null ? "" : trouble.details());
    ConnectView.visible(fold, trouble != null && !trouble.details().isBlank());
  }
}
