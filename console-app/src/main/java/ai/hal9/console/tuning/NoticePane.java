package ai.hal9.console.tuning;

import ai.hal9.console.ui.Parts;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.material2.Material2OutlinedAL;
import org.kordamp.ikonli.material2.Material2OutlinedMZ;

/** A notice over the screen, with what can be done about it. */
final class NoticePane {

  private final TuningModel model;
  private final HBox root = new HBox();

  NoticePane(TuningModel model) {
    this.model = model;
    root.setId("notice");
    root.getStyleClass().addAll("card", "notice");
    show(null);
  }

  Region node() {
    return root;
  }

  void show(@Nullable Notice notice) {
    root.setVisible(notice != null);
    root.setManaged(notice != null);
    if (notice == null) {
      root.getChildren().clear();
      return;
    }
    var words = wrapped(notice.words());
    words.setId("notice-words");
    var text = new VBox(words);
    for (var detail : notice.details()) {
      var line = wrapped(detail);
      line.getStyleClass().add("muted");
      text.getChildren().add(line);
    }
    text.getStyleClass().add("notice-text");
    text.setMinWidth(0);
    HBox.setHgrow(text, Priority.ALWAYS);
    var icon =
        switch (notice.kind()) {
          case DONE -> Parts.icon(Material2OutlinedAL.CHECK_CIRCLE, "good-icon");
          case WARNING -> Parts.icon(Material2OutlinedMZ.WARNING, "warning-icon");
          case FAILURE -> Parts.icon(Material2OutlinedAL.ERROR_OUTLINE, "bad-icon");
        };
    if (!notice.offers().isEmpty()) {
      var offers = new HBox();
      offers.getStyleClass().add("buttons");
      for (var offer : notice.offers()) {
        offers
            .getChildren()
            .add(
                Parts.button(
                    offer.id(), offer.words(), Material2OutlinedAL.CHEVRON_RIGHT, offer.run()));
      }
      text.getChildren().add(offers);
    }
    var close =
        Parts.iconButton(
            "notice-close", "Put this away", Material2OutlinedAL.CLOSE, model::dismiss);
    root.getChildren().setAll(icon, text, close);
  }

  private static Label wrapped(String words) {
    var label = Parts.label(words);
    label.setWrapText(true);
    return label;
  }
}
