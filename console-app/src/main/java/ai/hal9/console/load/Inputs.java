package ai.hal9.console.load;

import ai.hal9.api.yaml.YamlError;
import ai.hal9.console.ui.Parts;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import java.util.function.UnaryOperator;
import javafx.css.PseudoClass;
import javafx.scene.Node;
import javafx.scene.control.ComboBox;
import javafx.scene.control.TextField;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import javafx.util.StringConverter;
import org.kordamp.ikonli.material2.Material2OutlinedAL;

/** What the scenario form's parts are made of. */
final class Inputs {

  private static final PseudoClass WRONG = PseudoClass.getPseudoClass("wrong");

  private Inputs() {}

  /** Changes the scenario's text; without effect while the form is being filled. */
  @FunctionalInterface
  interface Change extends Consumer<UnaryOperator<ScenarioText>> {}

  /** A field for one value. */
  static TextField field(String id, String words) {
    var input = new TextField();
    input.setId(id);
    input.setAccessibleText(words);
    input.setPrefColumnCount(6);
    return input;
  }

  /** A choice between texts. */
  static ComboBox<String> choice(String id, String what, List<String> texts) {
    var choice = new ComboBox<String>();
    choice.setId(id);
    choice.setAccessibleText(what);
    choice.getItems().setAll(texts);
    return choice;
  }

  /** A choice between texts that are shown in other words. */
  static ComboBox<String> choice(String id, String what, Map<String, String> words) {
    var choice = choice(id, what, List.copyOf(words.keySet()));
    choice.setConverter(
        new StringConverter<>() {
          @Override
          public String toString(String text) {
            return text == null ? "" : words.getOrDefault(text, text);
          }

          @Override
          public String fromString(String shown) {
            return shown;
          }
        });
    return choice;
  }

  /** Leaves the caret where the user types. */
  static void set(TextField input, String value) {
    if (!input.getText().strip().equals(value)) {
      input.setText(value);
    }
  }

  /** Marks a field whose value has an error, and tells screen readers of it. */
  static void mark(Node input, List<YamlError> errors, String path) {
    var own =
        errors.stream()
            .filter(error -> error.key().equals(path) || error.key().startsWith(path + "["))
            .findFirst();
    input.pseudoClassStateChanged(WRONG, own.isPresent());
    input.setAccessibleHelp(own.map(YamlError::message).orElse(""));
  }

  static VBox labelled(String words, Node input) {
    var label = Parts.label(words, "field-label");
    label.setLabelFor(input);
    return new VBox(label, input);
  }

  /** A part of the form with rows that can be added. */
  static VBox part(String words, String id, VBox rows, String add, Runnable action) {
    var button = Parts.button(id + "-add", add, Material2OutlinedAL.ADD, action);
    button.getStyleClass().addAll("flat", "small");
    var head = new HBox(Parts.label(words, "form-heading"), Parts.filler(), button);
    head.getStyleClass().add("form-row");
    var part = new VBox(4, head, rows);
    part.setId(id);
    return part;
  }

  /** Has as many rows as there are values; those that stay keep the focus. */
  static void rows(VBox rows, int count, IntFunction<Node> made) {
    if (rows.getChildren().size() != count) {
      rows.getChildren().clear();
      for (var i = 0; i < count; i++) {
        rows.getChildren().add(made.apply(i));
      }
    }
  }
}
