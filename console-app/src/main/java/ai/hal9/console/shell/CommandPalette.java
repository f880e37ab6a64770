package ai.hal9.console.shell;

import ai.hal9.console.ui.Action;
import ai.hal9.console.ui.Parts;
import java.util.List;
import java.util.function.Supplier;
import javafx.geometry.Pos;
import javafx.scene.AccessibleAttribute;
import javafx.scene.Node;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/** Every action and screen by a few letters of its name. */
final class CommandPalette extends StackPane {

  private static final double ROW = 36;
  private static final int MOST_ROWS = 10;
  private static final String PROMPT = "What do you want to do?";
  private static final String NONE = "Nothing is called like that.";

  private final Supplier<List<Action>> actions;
  private final TextField typed = new TextField();
  private final ListView<Action> found = new ListView<>();
  private final VBox card = new VBox(typed, found);
  private List<Action> offered = List.of();
  private @Nullable Node focusBefore;

  CommandPalette(Supplier<List<Action>> actions) {
    this.actions = actions;
    getStyleClass().add("scrim");
    setVisible(false);
    typed.setId("palette-text");
    typed.setPromptText(PROMPT);
    typed.textProperty().addListener(_ -> search());
    found.getSelectionModel().selectedItemProperty().addListener(_ -> tell());
    typed.addEventFilter(KeyEvent.KEY_PRESSED, this::key);
    found.setId("palette-list");
    found.setFixedCellSize(ROW);
    found.setFocusTraversable(false);
    found.setAccessibleText("Actions and screens");
    found.setPlaceholder(Parts.label(NONE, "muted"));
    found.setCellFactory(_ -> new ActionCell());
    found.setOnMouseClicked(_ -> choose());
    card.setId("palette");
    card.getStyleClass().addAll("card", "palette");
    card.setMaxSize(560, USE_PREF_SIZE);
    setAlignment(card, Pos.TOP_CENTER);
    setOnMouseClicked(
        click -> {
          if (click.getTarget() == this) {
            close();
          }
        });
  }

  /** Makes what {@link #open} shows: a list is much to style, and the first frame shows none. */
  void prepare() {
    if (getChildren().isEmpty()) {
      getChildren().add(card);
    }
  }

  void open() {
    prepare();
    focusBefore = getScene().getFocusOwner();
    // as things stood: some depend on what has the focus
    offered = actions.get();
    typed.clear();
    search();
    setVisible(true);
    typed.requestFocus();
  }

  boolean isOpen() {
    return isVisible();
  }

  void close() {
    setVisible(false);
    if (focusBefore != null) {
      focusBefore.requestFocus();
    }
  }

  private void search() {
    found.getItems().setAll(ActionSearch.find(offered, typed.getText()));
    found.getSelectionModel().select(0);
    found.scrollTo(0);
    found.setPrefHeight(ROW * Math.clamp(found.getItems().size(), 1, MOST_ROWS) + 2);
    tell();
  }

  /** The focus stays where one types, so that is where a screen reader is told what is chosen. */
  private void tell() {
    var chosen = found.getSelectionModel().getSelectedItem();
    var where =
        chosen == null
            ? NONE
            : "%s, %d of %d"
                .formatted(
                    said(chosen),
                    found.getSelectionModel().getSelectedIndex() + 1,
                    found.getItems().size());
    typed.setAccessibleText(
        typed.getText().isEmpty() ? PROMPT + " " + where : typed.getText() + ": " + where);
    typed.notifyAccessibleAttributeChanged(AccessibleAttribute.TEXT);
  }

  private static String said(Action action) {
    return action.keys().isEmpty() ? action.words() : action.words() + ", " + action.keys();
  }

  private void key(KeyEvent key) {
    switch (key.getCode()) {
      case DOWN -> step(1);
      case UP -> step(-1);
      case ENTER -> choose();
      default -> {
        return;
      }
    }
    key.consume();
  }

  private void step(int by) {
    var count = found.getItems().size();
    if (count > 0) {
      var next = Math.floorMod(found.getSelectionModel().getSelectedIndex() + by, count);
      found.getSelectionModel().select(next);
      found.scrollTo(Math.max(0, next - MOST_ROWS + 1));
    }
  }

  private void choose() {
    var chosen = found.getSelectionModel().getSelectedItem();
    if (chosen != null) {
      close();
      chosen.run().run();
    }
  }

  private static final class ActionCell extends ListCell<Action> {

    @Override
    protected void updateItem(Action action, boolean none) {
      super.updateItem(action, none);
      if (none || action == null) {
        setGraphic(null);
        setAccessibleText("");
        return;
      }
      var keys = Parts.label(action.keys(), "keys");
      keys.setVisible(!action.keys().isEmpty());
      var row =
          new HBox(Parts.icon(action.icon()), Parts.label(action.words()), Parts.filler(), keys);
      row.getStyleClass().add("palette-row");
      setGraphic(row);
      setAccessibleText(said(action));
    }
  }
}
