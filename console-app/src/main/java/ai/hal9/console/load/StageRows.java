package ai.hal9.console.load;

import ai.hal9.api.yaml.YamlError;
import ai.hal9.console.load.ScenarioText.Step;
import ai.hal9.console.ui.Parts;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.material2.Material2OutlinedAL;

/** The stages of a load that changes: how long each takes, and to which load it goes. */
final class StageRows {

  private final Inputs.Change change;
  private final List<Row> rows = new ArrayList<>();
  private final VBox box = new VBox(4);
  private final VBox root;

  private record Row(TextField duration, TextField target, Label unit) {}

  StageRows(Inputs.Change change) {
    this.change = change;
    root = Inputs.part("Stages", "form-stages", box, "Add stage", this::add);
  }

  VBox node() {
    return root;
  }

  void show(ScenarioText text, List<YamlError> errors) {
    var steps = text.stages();
    var wanted = text.value("executor").startsWith("ramping");
    root.setVisible(wanted);
    root.setManaged(wanted);
    if (rows.size() != steps.size()) {
      rows.clear();
    }
    Inputs.rows(box, steps.size(), this::row);
    for (var i = 0; i < steps.size(); i++) {
      var row = rows.get(i);
      Inputs.set(row.duration, steps.get(i).duration());
      Inputs.set(row.target, steps.get(i).target());
      row.unit.setText(unit(text));
      Inputs.mark(row.duration, errors, "stages[%d].duration".formatted(i));
      Inputs.mark(row.target, errors, "stages[%d].target".formatted(i));
    }
  }

  private static String unit(ScenarioText text) {
    if (!text.value("executor").endsWith("arrival-rate")) {
      return "users";
    }
    var unit = text.value("time-unit");
    return unit.isEmpty() || unit.equals("1s") ? "requests/s" : "requests per " + unit;
  }

  private HBox row(int index) {
    var duration =
        Inputs.field("stage-%d-duration".formatted(index + 1), "Duration of stage " + (index + 1));
    var target =
        Inputs.field("stage-%d-target".formatted(index + 1), "Target of stage " + (index + 1));
    Runnable typed =
        () ->
            with(
                steps ->
                    steps.set(
                        index, new Step(duration.getText().strip(), target.getText().strip())));
    duration.textProperty().addListener(_ -> typed.run());
    target.textProperty().addListener(_ -> typed.run());
    var unit = Parts.label("", "muted");
    rows.add(new Row(duration, target, unit));
    var row =
        new HBox(
            Parts.label(index + 1 + ".  in", "muted"),
            duration,
            Parts.label("to", "muted"),
            target,
            unit,
            Parts.filler(),
            Parts.iconButton(
                "stage-%d-remove".formatted(index + 1),
                "Remove this stage",
                Material2OutlinedAL.DELETE,
                () -> with(steps -> steps.remove(index))));
    row.getStyleClass().add("form-row");
    return row;
  }

  private void add() {
    with(
        steps ->
            steps.add(
                steps.isEmpty()
                    ? new Step("30s", "100")
                    : new Step(steps.getLast().duration(), steps.getLast().target())));
  }

  private void with(Consumer<List<Step>> how) {
    change.accept(
        text -> {
          var steps = new ArrayList<>(text.stages());
          how.accept(steps);
          return text.withStages(steps);
        });
  }
}
