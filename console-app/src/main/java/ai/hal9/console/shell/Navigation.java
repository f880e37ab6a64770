package ai.hal9.console.shell;

import ai.hal9.console.shell.Screen.Group;
import ai.hal9.console.ui.Parts;
import java.util.List;
import java.util.function.Consumer;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.StringProperty;
import javafx.scene.control.Button;
import javafx.scene.control.ButtonBase;
import javafx.scene.control.ContentDisplay;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.ToggleButton;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.material2.Material2OutlinedAL;
import org.kordamp.ikonli.material2.Material2OutlinedMZ;

/** The screens, at the left; icons alone when folded. */
final class Navigation extends VBox {

  private final StringProperty current;
  private final BooleanProperty words;
  private final Consumer<String> open;
  private final VBox entries = new VBox();
  private final VBox foot = new VBox();
  private final ScrollPane scroll = new ScrollPane();

  Navigation(
      StringProperty current, BooleanProperty words, Consumer<String> open, Runnable disconnect) {
    this.current = current;
    this.words = words;
    this.open = open;
    setId("navigation");
    getStyleClass().add("navigation");
    var brand = Parts.label("HAL9", "brand");
    brand.visibleProperty().bind(words);
    brand.managedProperty().bind(words);
    entries.getStyleClass().add("nav-entries");
    scroll.setContent(entries);
    scroll.setFitToWidth(true);
    scroll.setHbarPolicy(ScrollPane.ScrollBarPolicy.NEVER);
    scroll.getStyleClass().add("nav-scroll");
    setVgrow(scroll, Priority.ALWAYS);
    var leave =
        Parts.button("disconnect", "Disconnect", Material2OutlinedAL.EXIT_TO_APP, disconnect);
    var fold =
        Parts.button(
            "fold-navigation",
            "Collapse",
            Material2OutlinedMZ.MENU_OPEN,
            () -> words.set(!words.get()));
    foot.getChildren().addAll(styled(leave), styled(fold));
    foot.getStyleClass().add("nav-foot");
    getChildren().addAll(brand, scroll, foot);
    scroll.viewportBoundsProperty().addListener(_ -> reveal());
    current.addListener(_ -> mark());
    words.addListener(_ -> fold());
    fold();
  }

  /** Offers these screens. */
  void show(List<Screen> screens) {
    entries.getChildren().clear();
    var group = Group.CLUSTER;
    for (var screen : screens) {
      if (screen.group() != group) {
        group = screen.group();
        entries.getChildren().add(Parts.label(group.words(), "nav-heading"));
      }
      entries.getChildren().add(entry(screen));
    }
    mark();
    fold();
  }

  private ToggleButton entry(Screen screen) {
    var entry = styled(new ToggleButton(screen.title(), Parts.icon(screen.icon())));
    entry.setId("nav-" + screen.id());
    entry.setUserData(screen.id());
    entry.setOnAction(
        _ -> {
          entry.setSelected(true);
          open.accept(screen.id());
        });
    return entry;
  }

  private void mark() {
    for (var node : entries.getChildren()) {
      if (node instanceof ToggleButton entry) {
        entry.setSelected(current.get().equals(entry.getUserData()));
      }
    }
    reveal();
  }

  /** Where not all entries have room, the one that is shown is among those in sight. */
  private void reveal() {
    var height = scroll.getViewportBounds().getHeight();
    var beyond = entries.getHeight() - height;
    if (height <= 0 || beyond <= 0) {
      return;
    }
    for (var node : entries.getChildren()) {
      if (node instanceof ToggleButton entry && entry.isSelected()) {
        var place = entry.getBoundsInParent();
        var from = scroll.getVvalue() * beyond;
        var wanted = Math.min(Math.max(from, place.getMaxY() - height), place.getMinY());
        scroll.setVvalue(Math.clamp(wanted / beyond, 0, 1));
      }
    }
  }

  private void fold() {
    var folded = !words.get();
    Parts.style(this, "folded", folded);
    for (var node : entries.getChildren()) {
      if (node instanceof ToggleButton entry) {
        entry.setContentDisplay(folded ? ContentDisplay.GRAPHIC_ONLY : ContentDisplay.LEFT);
      } else {
        node.setVisible(!folded);
      }
    }
    for (var node : foot.getChildren()) {
      if (node instanceof Button button) {
        button.setContentDisplay(folded ? ContentDisplay.GRAPHIC_ONLY : ContentDisplay.LEFT);
      }
    }
  }

  private static <B extends ButtonBase> B styled(B button) {
    button.getStyleClass().add("nav-entry");
    button.setMaxWidth(Double.MAX_VALUE);
    button.setAccessibleText(button.getText());
    Parts.explain(button, button.getText());
    return button;
  }
}
