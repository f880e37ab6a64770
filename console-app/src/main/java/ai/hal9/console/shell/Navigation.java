package ai.hal9.console.shell;

import ai.hal9.console.ui.Parts;
import java.util.List;
import java.util.function.Consumer;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.StringProperty;
import javafx.scene.control.ContentDisplay;
import javafx.scene.control.ToggleButton;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.material2.Material2OutlinedAL;
import org.kordamp.ikonli.material2.Material2OutlinedMZ;

/** The screens, at the left; icons alone when folded. */
final class Navigation extends VBox {

  private final BooleanProperty words;

  Navigation(
      List<Screen> screens,
      StringProperty current,
      BooleanProperty words,
      Consumer<String> open,
      Runnable disconnect) {
    this.words = words;
    setId("navigation");
    getStyleClass().add("navigation");
    var brand = Parts.label("HAL9", "brand");
    brand.visibleProperty().bind(words);
    brand.managedProperty().bind(words);
    getChildren().add(brand);
    for (var screen : screens) {
      var entry = new ToggleButton(screen.title(), Parts.icon(screen.icon()));
      entry.setId("nav-" + screen.id());
      entry.setOnAction(
          _ -> {
            entry.setSelected(true);
            open.accept(screen.id());
          });
      Runnable mark = () -> entry.setSelected(screen.id().equals(current.get()));
      current.addListener(_ -> mark.run());
      mark.run();
      getChildren().add(styled(entry));
    }
    var filler = new Region();
    setVgrow(filler, Priority.ALWAYS);
    var leave =
        Parts.button("disconnect", "Disconnect", Material2OutlinedAL.EXIT_TO_APP, disconnect);
    var fold =
        Parts.button(
            "fold-navigation",
            "Collapse",
            Material2OutlinedMZ.MENU_OPEN,
            () -> words.set(!words.get()));
    getChildren().addAll(filler, styled(leave), styled(fold));
    words.addListener(_ -> Parts.style(this, "folded", !words.get()));
    Parts.style(this, "folded", !words.get());
  }

  private <B extends javafx.scene.control.ButtonBase> B styled(B button) {
    button.getStyleClass().add("nav-entry");
    button.setMaxWidth(Double.MAX_VALUE);
    button.setAccessibleText(button.getText());
    Runnable show =
        () ->
            button.setContentDisplay(
                words.get() ? ContentDisplay.LEFT : ContentDisplay.GRAPHIC_ONLY);
    words.addListener(_ -> show.run());
    show.run();
    Parts.explain(button, button.getText());
    return button;
  }
}
