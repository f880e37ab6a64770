package ai.hal9.console.board;

import ai.hal9.console.ui.Parts;
import ai.hal9.console.ui.View;
import ai.hal9.dashboards.model.Bound;
import ai.hal9.dashboards.model.Panel;
import java.util.List;
import javafx.geometry.Pos;
import javafx.scene.Parent;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.StackPane;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.material2.Material2OutlinedAL;

/**
 * A panel on its board; while the board is edited, with what moves and removes it: buttons, the
 * mouse, or Ctrl with an arrow and Delete.
 */
final class PanelFrame extends StackPane {

  private final Panel panel;
  private final List<Bound> bounds;
  private final @Nullable View view;
  private final BoardModel model;
  private final StackPane handle = new StackPane();

  /**
   * @param bounds what it is measured against
   * @param content what it shows
   * @param view the content's life cycle, where it has one
   */
  PanelFrame(
      Panel panel, List<Bound> bounds, Parent content, @Nullable View view, BoardModel model) {
    this.panel = panel;
    this.bounds = bounds;
    this.view = view;
    this.model = model;
    setId("panel-" + panel.id());
    getStyleClass().add("panel-frame");
    handle.setId("panel-" + panel.id() + "-handle");
    handle.getStyleClass().add("panel-handle");
    handle.setFocusTraversable(true);
    handle.setAccessibleText(panel.title() + ": Ctrl with an arrow moves it, Delete removes it");
    handle.getChildren().add(buttons());
    handle.setOnMousePressed(_ -> handle.requestFocus());
    handle.setOnDragDetected(_ -> handle.startFullDrag());
    handle.setOnMouseDragEntered(_ -> Parts.style(handle, "drop", true));
    handle.setOnMouseDragExited(_ -> Parts.style(handle, "drop", false));
    handle.setOnMouseDragReleased(
        drop -> {
          if (drop.getGestureSource() != handle
              && drop.getGestureSource() instanceof StackPane from
              && from.getParent() instanceof PanelFrame moved) {
            model.move(moved.panel.id(), model.index(panel.id()));
          }
        });
    handle.setOnKeyPressed(this::key);
    getChildren().addAll(content, handle);
    edit(false);
  }

  Panel panel() {
    return panel;
  }

  /** Whether it is drawn like this already. */
  boolean shows(Panel wanted, List<Bound> wantedBounds) {
    return panel.equals(wanted) && bounds.equals(wantedBounds);
  }

  void edit(boolean on) {
    handle.setVisible(on);
    handle.setManaged(on);
  }

  void takeFocus() {
    handle.requestFocus();
  }

  boolean hasFocus() {
    return handle.isFocused() || handle.lookupAll("*").stream().anyMatch(node -> node.isFocused());
  }

  void show() {
    if (view != null) {
      view.show();
    }
  }

  void hide() {
    if (view != null) {
      view.hide();
    }
  }

  private HBox buttons() {
    var id = "panel-" + panel.id();
    var buttons =
        new HBox(
            Parts.iconButton(
                id + "-earlier",
                "Move ‘" + panel.title() + "’ one place earlier (Ctrl+Left)",
                Material2OutlinedAL.ARROW_BACK,
                () -> model.moveBy(panel.id(), -1)),
            Parts.iconButton(
                id + "-later",
                "Move ‘" + panel.title() + "’ one place later (Ctrl+Right)",
                Material2OutlinedAL.ARROW_FORWARD,
                () -> model.moveBy(panel.id(), 1)),
            Parts.iconButton(
                id + "-remove",
                "Remove ‘" + panel.title() + "’ (Delete)",
                Material2OutlinedAL.DELETE,
                () -> model.remove(panel.id())));
    buttons.getStyleClass().add("panel-buttons");
    buttons.setAlignment(Pos.CENTER);
    buttons.setMaxSize(USE_PREF_SIZE, USE_PREF_SIZE);
    setAlignment(buttons, Pos.TOP_RIGHT);
    buttons.getChildren().addFirst(Parts.icon(Material2OutlinedAL.DRAG_INDICATOR, "drag-icon"));
    return buttons;
  }

  private void key(KeyEvent key) {
    if (key.getCode() == KeyCode.DELETE || key.getCode() == KeyCode.BACK_SPACE) {
      model.remove(panel.id());
    } else if (key.isShortcutDown() && isEarlier(key.getCode())) {
      model.moveBy(panel.id(), -1);
    } else if (key.isShortcutDown() && isLater(key.getCode())) {
      model.moveBy(panel.id(), 1);
    } else {
      return;
    }
    key.consume();
  }

  private static boolean isEarlier(KeyCode code) {
    return code == KeyCode.LEFT || code == KeyCode.UP;
  }

  private static boolean isLater(KeyCode code) {
    return code == KeyCode.RIGHT || code == KeyCode.DOWN;
  }
}
