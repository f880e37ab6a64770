package ai.hal9.console.connect;

import ai.hal9.console.ui.Parts;
import javafx.scene.control.TextArea;
import javafx.scene.control.TitledPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.material2.Material2OutlinedMZ;

/** What went wrong and what to do; what lies behind it, folded. */
final class TroublePane extends VBox {

  TroublePane(String id) {
    setId(id);
    getStyleClass().add("trouble");
    show(null);
  }

  /**
   * Made only when there is one: to lay out and style what nobody sees holds up the first frame.
   */
  void show(@Nullable Trouble trouble) {
    ConnectView.visible(this, trouble != null);
    getChildren().clear();
    if (trouble != null) {
      getChildren().add(head(trouble.what()));
      if (!trouble.details().isBlank()) {
        getChildren().add(fold(trouble.details()));
      }
    }
  }

  private static HBox head(String what) {
    var words = Parts.label(what, "trouble-words");
    words.setWrapText(true);
    HBox.setHgrow(words, Priority.ALWAYS);
    var head = new HBox(Parts.icon(Material2OutlinedMZ.WARNING, "bad-icon"), words);
    head.getStyleClass().add("trouble-head");
    return head;
  }

  private static TitledPane fold(String text) {
    var details = new TextArea(text);
    details.setAccessibleText("Details");
    details.setEditable(false);
    details.setPrefRowCount(10);
    details.getStyleClass().add("log");
    var fold = new TitledPane("Details", details);
    fold.setExpanded(false);
    fold.setAnimated(false);
    return fold;
  }
}
