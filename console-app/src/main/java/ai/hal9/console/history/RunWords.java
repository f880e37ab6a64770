package ai.hal9.console.history;

import ai.hal9.console.runs.RunSummary;
import ai.hal9.console.ui.Parts;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.TextArea;
import javafx.scene.control.TextField;
import javafx.scene.control.TextInputControl;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.material2.Material2OutlinedMZ;

/**
 * A run's name and the user's notes on it. They are kept when they are left and when the page is;
 * what is being written is not replaced by what the run is called meanwhile.
 */
final class RunWords {

  private final RunsModel model;
  private final TextField name = new TextField();
  private final TextArea notes = new TextArea();
  private final VBox root;
  private @Nullable RunSummary run;

  RunWords(RunsModel model) {
    this.model = model;
    name.setId("run-name");
    name.setAccessibleText("The run's name");
    name.setOnAction(_ -> keep());
    name.focusedProperty().addListener(_ -> left(name));
    notes.setId("run-notes");
    notes.setPromptText("Notes");
    notes.setAccessibleText("Notes on the run");
    notes.setPrefRowCount(2);
    notes.setWrapText(true);
    notes.focusedProperty().addListener(_ -> left(notes));
    HBox.setHgrow(notes, Priority.ALWAYS);
    var called = new VBox(Parts.label("Name", "field-label"), name);
    var noted = new VBox(Parts.label("Notes", "field-label"), notes);
    HBox.setHgrow(noted, Priority.ALWAYS);
    var unkept = Parts.told("run-words-trouble", model.unkept(), "trouble-words");
    HBox.setHgrow(unkept, Priority.ALWAYS);
    var again =
        Parts.button("run-words-again", "Try again", Material2OutlinedMZ.REFRESH, this::keep);
    again.setMinWidth(Region.USE_PREF_SIZE);
    var trouble = new HBox(8, unkept, again);
    trouble.setAlignment(Pos.CENTER_LEFT);
    trouble.visibleProperty().bind(model.unkept().isNotEmpty());
    trouble.managedProperty().bind(trouble.visibleProperty());
    root = new VBox(8, new HBox(16, called, noted), trouble);
    root.getStyleClass().add("card");
  }

  Node node() {
    return root;
  }

  void show(RunSummary now) {
    var before = run;
    if (before != null && before.id() == now.id()) {
      replace(name, before.name(), now.name());
      replace(notes, before.notes(), now.notes());
      run = now;
    } else {
      keep();
      run = now;
      name.setText(now.name());
      notes.setText(now.notes());
    }
  }

  private static void replace(TextInputControl field, String before, String now) {
    if (!field.isFocused() && field.getText().equals(before)) {
      field.setText(now);
    }
  }

  /** No run is shown any more. */
  void clear() {
    keep();
    run = null;
  }

  /** Orders that what was written is kept. */
  void keep() {
    var its = run;
    if (its == null) {
      return;
    }
    if (name.getText().isBlank()) {
      name.setText(its.name());
    }
    model.write(its, name.getText(), notes.getText());
  }

  private void left(TextInputControl field) {
    if (!field.isFocused()) {
      keep();
    }
  }
}
