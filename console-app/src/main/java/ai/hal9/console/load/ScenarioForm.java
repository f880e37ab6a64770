package ai.hal9.console.load;

import ai.hal9.api.yaml.YamlError;
import ai.hal9.console.loading.ScenarioWords;
import ai.hal9.console.ui.Parts;
import ai.hal9.console.ui.WrapGrid;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.layout.VBox;

/** A scenario as a form: what it shows is what the text says, what is typed goes into the text. */
final class ScenarioForm extends VBox {

  private final Consumer<UnaryOperator<ScenarioText>> edit;
  private final ComboBox<String> executor =
      Inputs.choice("form-executor", "Kind of load", ScenarioWords.EXECUTORS);
  private final Map<FormField, Cell> cells = new LinkedHashMap<>();
  private final WrapGrid load = new WrapGrid(104, 4);
  private final WrapGrid data = new WrapGrid(104, 4);
  private final WrapGrid games = new WrapGrid(104, 4);
  private final WrapGrid limits = new WrapGrid(104, 5);
  private final StageRows stages = new StageRows(this::change);
  private final ThresholdRows thresholds = new ThresholdRows(this::change);
  private final MixRows mix = new MixRows(this::change);
  private final Label unreadable =
      Parts.label("The text is no YAML mapping. Correct it; the form follows.", "trouble-words");
  private final VBox fields;
  private ScenarioText shown = ScenarioText.of("");
  private boolean filling;

  private record Cell(VBox box, TextField field) {}

  /**
   * @param edit changes the text
   */
  ScenarioForm(Consumer<UnaryOperator<ScenarioText>> edit) {
    this.edit = edit;
    setId("scenario-form");
    getStyleClass().add("scenario-form");
    executor.setOnAction(_ -> chooseExecutor());
    executor.setMaxWidth(Double.MAX_VALUE);
    Parts.explain(
        executor,
        "Requests come at their rate however slow the answers are; users wait for an answer before"
            + " they ask again.");
    for (var part : List.of(FormField.LOAD, FormField.DATA, FormField.GAMES, FormField.LIMITS)) {
      part.forEach(field -> cells.put(field, cell(field)));
    }
    fields =
        new VBox(
            Inputs.labelled("Kind of load", executor),
            load,
            stages.node(),
            thresholds.node(),
            mix.node(),
            heading("Data"),
            data,
            heading("Games"),
            games,
            heading("Limits"),
            limits);
    fields.getStyleClass().add("form-fields");
    unreadable.setWrapText(true);
    getChildren().setAll(unreadable, fields);
  }

  void show(ScenarioText text, List<YamlError> errors) {
    filling = true;
    shown = text;
    unreadable.setVisible(!text.readable());
    unreadable.setManaged(!text.readable());
    fields.setDisable(!text.readable());
    if (text.readable()) {
      var kind = text.value("executor");
      executor.setValue(FormField.EXECUTORS.contains(kind) ? kind : null);
      fill(load, FormField.LOAD, kind, errors);
      fill(data, FormField.DATA, kind, errors);
      fill(games, FormField.GAMES, kind, errors);
      fill(limits, FormField.LIMITS, kind, errors);
      stages.show(text, errors);
      thresholds.show(text, errors);
      mix.show(text, errors);
    }
    filling = false;
  }

  private void fill(WrapGrid grid, List<FormField> all, String kind, List<YamlError> errors) {
    var fitting = all.stream().filter(field -> field.fits(kind)).toList();
    var boxes = fitting.stream().map(field -> known(field).box()).toList();
    // a field that is put there again would lose the focus
    if (!grid.getChildren().equals(boxes)) {
      grid.getChildren().setAll(boxes);
    }
    for (var field : fitting) {
      var input = known(field).field();
      Inputs.set(input, shown.value(field.path()));
      Inputs.mark(input, errors, field.path());
    }
  }

  private Cell known(FormField field) {
    return Objects.requireNonNull(cells.get(field), field.path());
  }

  private Cell cell(FormField field) {
    var input = Inputs.field("form-" + field.path().replace('.', '-'), field.label());
    input.setPromptText(field.usual());
    Parts.explain(input, field.about());
    input
        .textProperty()
        .addListener(_ -> change(text -> text.with(field.path(), input.getText().strip())));
    return new Cell(Inputs.labelled(field.label(), input), input);
  }

  private void change(UnaryOperator<ScenarioText> how) {
    if (!filling) {
      edit.accept(how);
    }
  }

  private void chooseExecutor() {
    var chosen = executor.getValue();
    if (chosen != null && !chosen.equals(shown.value("executor"))) {
      change(text -> text.withExecutor(chosen));
    }
  }

  private static Label heading(String words) {
    return Parts.label(words, "form-heading");
  }
}
