package ai.hal9.console.board;

import ai.hal9.console.ui.LocalKey;
import ai.hal9.console.ui.Parts;
import ai.hal9.console.ui.View;
import ai.hal9.dashboards.model.Bound;
import ai.hal9.dashboards.model.Panel;
import java.util.List;
import javafx.geometry.Pos;
import javafx.scene.Node;
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

  /** What {@link #key} does, for reading. */
  static final List<LocalKey> KEYS =
      List.of(
          new LocalKey("Ctrl+Left or Ctrl+Up", "Move the panel one place earlier"),
          new LocalKey("Ctrl+Right or Ctrl+Down", "Move the panel one place later"),
          new LocalKey("Delete", "Remove the panel"));

  private final Panel panel;
  private final List<Bound> bounds;
  private final BoardModel model;
  private final StackPane room = new StackPane();
  private @Nullable View view;
  private @Nullable StackPane handle;
  private boolean shown;

  /**
   * A frame that keeps the room of its panel until it is {@link #fill filled}.
   *
   * @param bounds what it is measured against
   */
  PanelFrame(Panel panel, List<Bound> bounds, BoardModel model) {
    this.panel = panel;
    this.bounds = bounds;
    this.model = model;
    setId("panel-" + panel.id());
    room.getStyleClass().addAll("card", panel instanceof Panel.Tile ? "tile-room" : "chart-panel");
    getChildren().add(room);
  }

  /** Puts what it shows into it. */
  void fill(View content) {
    view = content;
    getChildren().set(0, content.node());
    if (shown) {
      content.show();
    }
  }

  Panel panel() {
    return panel;
  }

  /** What it shows; its room while there is nothing. */
  Node content() {
    return getChildren().getFirst();
  }

  /** Whether it is drawn like this already. */
  boolean shows(Panel wanted, List<Bound> wantedBounds) {
    return panel.equals(wanted) && bounds.equals(wantedBounds);
  }

  void edit(boolean on) {
    if (on && handle == null) {
      handle = handle();
      getChildren().add(handle);
    }
    if (handle != null) {
      handle.setVisible(on);
      handle.setManaged(on);
    }
  }

  void takeFocus() {
    if (handle != null) {
      handle.requestFocus();
    }
  }

  boolean hasFocus() {
    return handle != null
        && (handle.isFocused() || handle.lookupAll("*").stream().anyMatch(Node::isFocused));
  }

  void show() {
    shown = true;
    if (view != null) {
      view.show();
    }
  }

  void hide() {
    shown = false;
    if (view != null) {
      view.hide();
    }
  }

  private StackPane handle() {
    var made = new StackPane(buttons());
    made.setId("panel-" + panel.id() + "-handle");
    made.getStyleClass().add("panel-handle");
    made.setFocusTraversable(true);
    made.setAccessibleText(panel.title() + ": Ctrl with an arrow moves it, Delete removes it");
    made.setOnMousePressed(_ -> made.requestFocus());
    made.setOnDragDetected(_ -> made.startFullDrag());
    made.setOnMouseDragEntered(_ -> Parts.style(made, "drop", true));
    made.setOnMouseDragExited(_ -> Parts.style(made, "drop", false));
    made.setOnMouseDragReleased(
        drop -> {
          Parts.style(made, "drop", false);
          if (drop.getGestureSource() instanceof StackPane from
              && from.getParent() instanceof PanelFrame moved
              && !moved.equals(this)) {
            model.move(moved.panel.id(), model.index(panel.id()));
          }
        });
    made.setOnKeyPressed(this::key);
    return made;
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
