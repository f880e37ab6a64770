package ai.hal9.console.shell;

import ai.hal9.console.ui.Parts;
import ai.hal9.console.ui.UiThread;
import java.util.ArrayDeque;
import java.util.Deque;
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
 * Questions and messages over the window, one at a time: what is asked while another is open waits
 * for its turn, after what the answer to that one asks. Esc takes the last choice. While one is
 * open it has the keyboard: what lies beneath gets neither the focus nor Enter.
 */
final class Dialogs extends StackPane {

  private final Deque<Question> waiting = new ArrayDeque<>();
  private @Nullable Question shown;
  private @Nullable Node focusBefore;
  private Node inside = this;

  /** What is asked or told; without choices it stays until it is ended. */
  private record Question(String title, Node body, List<Choice> choices) {}

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

  /**
   * Asks, now or when the one that is open has been answered, and runs what was chosen after
   * closing.
   *
   * @param choices at least one; the last is the way out
   */
  void ask(String title, Node body, List<Choice> choices) {
    ask(new Question(title, body, List.copyOf(choices)));
  }

  private void ask(Question question) {
    if (shown == null) {
      show(question);
    } else {
      waiting.add(question);
    }
  }

  private void show(Question question) {
    shown = question;
    focusBefore = getScene().getFocusOwner();
    var buttons = new HBox(Parts.filler());
    buttons.getStyleClass().add("dialog-buttons");
    for (var choice : question.choices()) {
      buttons.getChildren().add(button(choice));
    }
    var card = new VBox(Parts.label(question.title(), "dialog-title"), question.body(), buttons);
    card.setId("dialog");
    card.getStyleClass().addAll("card", "dialog");
    card.setMaxSize(USE_PREF_SIZE, USE_PREF_SIZE);
    getChildren().setAll(card);
    setVisible(true);
    inside =
        buttons.getChildren().stream()
            .filter(Button.class::isInstance)
            .filter(node -> ((Button) node).isDefaultButton())
            .findFirst()
            .orElse(question.choices().isEmpty() ? this : buttons.getChildren().getLast());
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

  /**
   * Shows that something goes on, as {@link #ask} does; nobody can close it.
   *
   * @return ends it when run, shown or waiting; without effect after the first time
   */
  Runnable busy(String title, Node body) {
    var question = new Question(title, body, List.of());
    ask(question);
    return () -> end(question);
  }

  private void end(Question question) {
    if (question.equals(shown)) {
      close();
      showNext();
    } else {
      waiting.remove(question);
    }
  }

  static Node paragraph(String words) {
    var label = Parts.label(words, "dialog-words");
    label.setWrapText(true);
    return label;
  }

  boolean open() {
    return isVisible();
  }

  private void close() {
    shown = null;
    setVisible(false);
    getChildren().clear();
    inside = this;
    if (focusBefore != null) {
      focusBefore.requestFocus();
      focusBefore = null;
    }
  }

  private void showNext() {
    if (shown == null && !waiting.isEmpty()) {
      show(waiting.remove());
    }
  }

  private void answer(Choice choice) {
    close();
    try {
      choice.run().run();
    } finally {
      showNext();
    }
  }

  /** Takes the way out, where there is one. */
  void escape() {
    var open = shown;
    if (open != null && !open.choices().isEmpty()) {
      answer(open.choices().getLast());
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
    button.setOnAction(_ -> answer(choice));
    return button;
  }
}
