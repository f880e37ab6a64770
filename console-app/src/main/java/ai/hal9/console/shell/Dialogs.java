package ai.hal9.console.shell;

import ai.hal9.console.ui.Parts;
import ai.hal9.console.ui.UiThread;
import java.util.List;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.TextArea;
import javafx.scene.control.TitledPane;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/**
 * Questions and messages over the window; one at a time. Esc takes the last choice. While one is
 * open it has the keyboard: what lies beneath gets neither the focus nor Enter.
 */
final class Dialogs extends StackPane {

  private @Nullable Runnable escape;
  private @Nullable Node focusBefore;
  private Node inside = this;

  /**
   * One way to answer.
   *
   * @param words a verb with its reach
   * @param kind how it looks, and whether Enter takes it
   */
  record Choice(String id, String words, Kind kind, Runnable run) {}

  enum Kind {
    DEFAULT,
    PLAIN,
    DANGEROUS
  }

  Dialogs() {
    getStyleClass().add("scrim");
    setAlignment(Pos.CENTER);
    setVisible(false);
    addEventHandler(KeyEvent.KEY_PRESSED, this::enter);
    sceneProperty()
        .subscribe(
            scene -> {
              if (scene != null) {
                scene.focusOwnerProperty().subscribe(this::hold);
              }
            });
  }

  /** Takes the focus back from what lies beneath, to which Tab leads. */
  private void hold(@Nullable Node owner) {
    if (isVisible() && !within(owner)) {
      UiThread.later(
          () -> {
            if (isVisible() && !within(getScene().getFocusOwner())) {
              inside.requestFocus();
            }
          });
    }
  }

  private boolean within(@Nullable Node node) {
    var at = node;
    while (at != null && !at.equals(this)) {
      at = at.getParent();
    }
    return at != null;
  }

  /** Enter is for the dialog's own choice: the scene would give it to any default button. */
  private void enter(KeyEvent key) {
    if (key.getCode() == KeyCode.ENTER) {
      key.consume();
      if (inside instanceof Button button && button.isDefaultButton()) {
        button.fire();
      }
    }
  }

  /** Asks, and runs what was chosen after closing. The last choice is the way out. */
  void ask(String title, Node body, List<Choice> choices) {
    if (!isVisible()) {
      focusBefore = getScene().getFocusOwner();
    }
    var buttons = new HBox(Parts.filler());
    buttons.getStyleClass().add("dialog-buttons");
    for (var choice : choices) {
      buttons.getChildren().add(button(choice));
    }
    var card = new VBox(Parts.label(title, "dialog-title"), body, buttons);
    card.setId("dialog");
    card.getStyleClass().addAll("card", "dialog");
    card.setMaxSize(USE_PREF_SIZE, USE_PREF_SIZE);
    getChildren().setAll(card);
    setVisible(true);
    escape = choices.isEmpty() ? null : choices.getLast().run();
    inside =
        buttons.getChildren().stream()
            .filter(Button.class::isInstance)
            .filter(node -> ((Button) node).isDefaultButton())
            .findFirst()
            .orElse(choices.isEmpty() ? this : buttons.getChildren().getLast());
    inside.requestFocus();
  }

  /** Tells what is the matter and what to do; what lies behind it is folded. */
  void error(String what, String details) {
    var body = new VBox(paragraph(what));
    if (!details.isBlank()) {
      var text = new TextArea(details);
      text.setAccessibleText("Details");
      text.setEditable(false);
      text.getStyleClass().add("log");
      var fold = new TitledPane("Details", text);
      fold.setExpanded(false);
      fold.setAnimated(false);
      body.getChildren().add(fold);
    }
    body.getStyleClass().add("dialog-body");
    ask("That did not work", body, List.of(new Choice("dialog-ok", "OK", Kind.DEFAULT, () -> {})));
  }

  /** Shows that something goes on; nobody can close it but {@link #close}. */
  void busy(String title, Node body) {
    ask(title, body, List.of());
  }

  static Node paragraph(String words) {
    var label = Parts.label(words, "dialog-words");
    label.setWrapText(true);
    return label;
  }

  boolean open() {
    return isVisible();
  }

  void close() {
    setVisible(false);
    getChildren().clear();
    inside = this;
    if (focusBefore != null) {
      focusBefore.requestFocus();
      focusBefore = null;
    }
  }

  /** Takes the way out, where there is one. */
  void escape() {
    var way = escape;
    if (way != null) {
      close();
      way.run();
    }
  }

  private Button button(Choice choice) {
    var button = new Button(choice.words());
    button.setId(choice.id());
    switch (choice.kind()) {
      case DEFAULT -> {
        button.setDefaultButton(true);
        button.getStyleClass().add("accent");
      }
      case PLAIN -> {}
      case DANGEROUS -> button.getStyleClass().add("danger");
    }
    button.setOnAction(
        _ -> {
          close();
          choice.run().run();
        });
    return button;
  }
}
