package ai.hal9.console.load;

import ai.hal9.api.yaml.YamlError;
import ai.hal9.console.load.ScenarioText.Bound;
import ai.hal9.console.load.ScenarioText.Step;
import ai.hal9.console.ui.Parts;
import ai.hal9.console.ui.WrapGrid;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import javafx.css.PseudoClass;
import javafx.scene.Node;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.material2.Material2OutlinedAL;

/** A scenario as a form: what it shows is what the text says, what is typed goes into the text. */
final class ScenarioForm extends VBox {

  private static final PseudoClass WRONG = PseudoClass.getPseudoClass("wrong");
  private static final List<String> METRICS =
      List.of("http_req_duration", "http_req_failed", "http_reqs", "dropped_iterations", "checks");

  private final Consumer<UnaryOperator<ScenarioText>> edit;
  private final ComboBox<String> executor = new ComboBox<>();
  private final Map<FormField, Cell> cells = new LinkedHashMap<>();
  private final WrapGrid load = new WrapGrid(104, 4);
  private final WrapGrid data = new WrapGrid(104, 4);
  private final WrapGrid limits = new WrapGrid(104, 5);
  private final VBox stages = new VBox(4);
  private final VBox stagesPart;
  private final VBox thresholds = new VBox(4);
  private final Label unreadable =
      Parts.label("The text is no YAML mapping. Correct it; the form follows.", "trouble-words");
  private final Label mix = Parts.label("", "muted");
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
    executor.setId("form-executor");
    executor.getItems().setAll(FormField.EXECUTORS);
    executor.setOnAction(_ -> chooseExecutor());
    executor.setMaxWidth(Double.MAX_VALUE);
    for (var part : List.of(FormField.LOAD, FormField.DATA, FormField.LIMITS)) {
      part.forEach(field -> cells.put(field, cell(field)));
    }
    stagesPart = part("Stages", "form-stages", stages, "Add stage", this::addStage);
    fields =
        new VBox(
            labelled("Executor", executor),
            load,
            stagesPart,
            part("Thresholds", "form-thresholds", thresholds, "Add threshold", this::addThreshold),
            heading("Data"),
            data,
            heading("Limits"),
            limits,
            mix);
    fields.getStyleClass().add("form-fields");
    unreadable.setWrapText(true);
    mix.setWrapText(true);
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
      fill(limits, FormField.LIMITS, kind, errors);
      stagesPart.setVisible(kind.startsWith("ramping"));
      stagesPart.setManaged(stagesPart.isVisible());
      showStages(errors);
      showThresholds(errors);
      mix.setText(
          text.requests() == 0
              ? "Sends signals: POST /api/v1/signal. Another mix of requests can be written in the text."
              : "Sends %d kinds of requests; their mix is edited in the text."
                  .formatted(text.requests()));
    }
    filling = false;
  }

  private void fill(WrapGrid grid, List<FormField> all, String kind, List<YamlError> errors) {
    var fitting = all.stream().filter(field -> field.fits(kind)).toList();
    var boxes = fitting.stream().map(field -> cell(all, field)).toList();
    // a field that is put there again would lose the focus
    if (!grid.getChildren().equals(boxes)) {
      grid.getChildren().setAll(boxes);
    }
    for (var field : fitting) {
      var input = java.util.Objects.requireNonNull(cells.get(field)).field();
      set(input, shown.value(field.path()));
      mark(input, errors, field.path());
    }
  }

  private Node cell(List<FormField> all, FormField field) {
    return java.util.Objects.requireNonNull(cells.get(field), all::toString).box();
  }

  private Cell cell(FormField field) {
    var input = input("form-" + field.path().replace('.', '-'), field.label());
    input.setPromptText(field.usual());
    Parts.explain(input, field.about());
    input
        .textProperty()
        .addListener(_ -> change(text -> text.with(field.path(), input.getText().strip())));
    return new Cell(labelled(field.label(), input), input);
  }

  private static TextField input(String id, String words) {
    var input = new TextField();
    input.setId(id);
    input.setAccessibleText(words);
    input.setPrefColumnCount(6);
    return input;
  }

  /** Leaves the caret where the user types. */
  private static void set(TextField input, String value) {
    if (!input.getText().strip().equals(value)) {
      input.setText(value);
    }
  }

  private static void mark(Node input, List<YamlError> errors, String path) {
    var own =
        errors.stream()
            .filter(error -> error.key().equals(path) || error.key().startsWith(path + "["))
            .findFirst();
    input.pseudoClassStateChanged(WRONG, own.isPresent());
    input.setAccessibleHelp(own.map(YamlError::message).orElse(""));
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

  private void showStages(List<YamlError> errors) {
    var steps = shown.stages();
    if (stages.getChildren().size() != steps.size()) {
      stages.getChildren().clear();
      for (var i = 0; i < steps.size(); i++) {
        stages.getChildren().add(stageRow(i));
      }
    }
    for (var i = 0; i < steps.size(); i++) {
      var row = (HBox) stages.getChildren().get(i);
      var duration = (TextField) row.getChildren().get(1);
      var target = (TextField) row.getChildren().get(3);
      set(duration, steps.get(i).duration());
      set(target, steps.get(i).target());
      ((Label) row.getChildren().get(4)).setText(unit());
      mark(duration, errors, "stages[%d].duration".formatted(i));
      mark(target, errors, "stages[%d].target".formatted(i));
    }
  }

  private String unit() {
    if (!shown.value("executor").endsWith("arrival-rate")) {
      return "users";
    }
    var unit = shown.value("time-unit");
    return unit.isEmpty() || unit.equals("1s") ? "requests/s" : "requests per " + unit;
  }

  private HBox stageRow(int index) {
    var duration =
        input("stage-%d-duration".formatted(index + 1), "Duration of stage " + (index + 1));
    var target = input("stage-%d-target".formatted(index + 1), "Target of stage " + (index + 1));
    Runnable typed =
        () ->
            changeStages(
                steps ->
                    steps.set(
                        index, new Step(duration.getText().strip(), target.getText().strip())));
    duration.textProperty().addListener(_ -> typed.run());
    target.textProperty().addListener(_ -> typed.run());
    var row =
        new HBox(
            Parts.label(index + 1 + ".  in", "muted"),
            duration,
            Parts.label("to", "muted"),
            target,
            Parts.label("", "muted"),
            Parts.filler(),
            Parts.iconButton(
                "stage-%d-remove".formatted(index + 1),
                "Remove this stage",
                Material2OutlinedAL.DELETE,
                () -> changeStages(steps -> steps.remove(index))));
    row.getStyleClass().add("form-row");
    return row;
  }

  private void addStage() {
    changeStages(
        steps ->
            steps.add(
                steps.isEmpty()
                    ? new Step("30s", "100")
                    : new Step(steps.getLast().duration(), steps.getLast().target())));
  }

  private void changeStages(Consumer<List<Step>> how) {
    change(
        text -> {
          var steps = new ArrayList<>(text.stages());
          how.accept(steps);
          return text.withStages(steps);
        });
  }

  private void showThresholds(List<YamlError> errors) {
    var bounds = shown.thresholds();
    if (thresholds.getChildren().size() != bounds.size()) {
      thresholds.getChildren().clear();
      for (var i = 0; i < bounds.size(); i++) {
        thresholds.getChildren().add(thresholdRow(i));
      }
    }
    for (var i = 0; i < bounds.size(); i++) {
      var bound = bounds.get(i);
      var row = (HBox) thresholds.getChildren().get(i);
      @SuppressWarnings("unchecked")
      var metric = (ComboBox<String>) row.getChildren().get(0);
      var expression = (TextField) row.getChildren().get(1);
      metric.setValue(bound.metric());
      set(expression, bound.expression());
      mark(expression, errors, "thresholds." + bound.metric());
      ((Label) row.getChildren().get(2)).setText(words(bound.more()));
    }
  }

  private static String words(Map<String, String> more) {
    var words = new ArrayList<String>();
    if (more.getOrDefault("abort-on-fail", "").equals("true")) {
      words.add("ends the run");
    }
    if (more.containsKey("window")) {
      words.add("over " + more.get("window"));
    }
    if (more.containsKey("delay-abort-eval")) {
      words.add("after " + more.get("delay-abort-eval"));
    }
    return String.join(", ", words);
  }

  private HBox thresholdRow(int index) {
    var metric = new ComboBox<String>();
    metric.setId("threshold-%d-metric".formatted(index + 1));
    metric.setAccessibleText("Metric of threshold " + (index + 1));
    metric.getItems().setAll(METRICS);
    metric.setPrefWidth(168);
    metric.setMinWidth(168);
    var expression =
        input("threshold-%d".formatted(index + 1), "Condition of threshold " + (index + 1));
    HBox.setHgrow(expression, Priority.ALWAYS);
    Parts.explain(expression, "Such as p(95)<500 in milliseconds, avg<100, rate<0.01 or count<1.");
    Runnable typed =
        () ->
            changeThresholds(
                bounds -> {
                  var more = bounds.get(index).more();
                  var of = metric.getValue();
                  bounds.set(
                      index,
                      new Bound(
                          of == null ? bounds.get(index).metric() : of,
                          expression.getText().strip(),
                          more));
                });
    expression.textProperty().addListener(_ -> typed.run());
    metric.setOnAction(_ -> typed.run());
    var more = Parts.label("", "muted");
    more.setMinWidth(USE_PREF_SIZE);
    var row =
        new HBox(
            metric,
            expression,
            more,
            Parts.iconButton(
                "threshold-%d-remove".formatted(index + 1),
                "Remove this threshold",
                Material2OutlinedAL.DELETE,
                () -> changeThresholds(bounds -> bounds.remove(index))));
    row.getStyleClass().add("form-row");
    return row;
  }

  private void addThreshold() {
    changeThresholds(bounds -> bounds.add(new Bound("http_req_duration", "p(95)<500", Map.of())));
  }

  private void changeThresholds(Consumer<List<Bound>> how) {
    change(
        text -> {
          var bounds = new ArrayList<>(text.thresholds());
          how.accept(bounds);
          return text.withThresholds(bounds);
        });
  }

  private static VBox labelled(String words, Node input) {
    var label = Parts.label(words, "field-label");
    label.setLabelFor(input);
    return new VBox(label, input);
  }

  private static Label heading(String words) {
    return Parts.label(words, "form-heading");
  }

  private static VBox part(String words, String id, VBox rows, String add, Runnable action) {
    var button = Parts.button(id + "-add", add, Material2OutlinedAL.ADD, action);
    button.getStyleClass().addAll("flat", "small");
    var head = new HBox(heading(words), Parts.filler(), button);
    head.getStyleClass().add("form-row");
    var part = new VBox(4, head, rows);
    part.setId(id);
    return part;
  }
}
