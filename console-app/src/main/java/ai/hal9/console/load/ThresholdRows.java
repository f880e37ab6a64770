package ai.hal9.console.load;

import ai.hal9.api.yaml.YamlError;
import ai.hal9.console.load.ScenarioText.Bound;
import ai.hal9.console.loading.ScenarioWords;
import ai.hal9.console.ui.Parts;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.material2.Material2OutlinedAL;

/** What a run is judged by: a figure, and the condition it must meet. */
final class ThresholdRows {

  private final Inputs.Change change;
  private final List<Row> rows = new ArrayList<>();
  private final VBox box = new VBox(4);
  private final VBox root;

  private record Row(ComboBox<String> metric, TextField expression, Label more) {}

  ThresholdRows(Inputs.Change change) {
    this.change = change;
    root = Inputs.part("Thresholds", "form-thresholds", box, "Add threshold", this::add);
  }

  VBox node() {
    return root;
  }

  void show(ScenarioText text, List<YamlError> errors) {
    var bounds = text.thresholds();
    if (rows.size() != bounds.size()) {
      rows.clear();
    }
    Inputs.rows(box, bounds.size(), this::row);
    for (var i = 0; i < bounds.size(); i++) {
      var bound = bounds.get(i);
      var row = rows.get(i);
      row.metric.setValue(bound.metric());
      Inputs.set(row.expression, bound.expression());
      Inputs.mark(row.expression, errors, "thresholds." + bound.metric());
      row.more.setText(words(bound.more()));
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

  private HBox row(int index) {
    var metric =
        Inputs.choice(
            "threshold-%d-metric".formatted(index + 1),
            "Metric of threshold " + (index + 1),
            ScenarioWords.METRICS);
    metric.setPrefWidth(168);
    metric.setMinWidth(168);
    var expression =
        Inputs.field("threshold-%d".formatted(index + 1), "Condition of threshold " + (index + 1));
    HBox.setHgrow(expression, Priority.ALWAYS);
    Parts.explain(expression, "Such as p(95)<500 in milliseconds, avg<100, rate<0.01 or count<1.");
    Runnable typed =
        () ->
            with(
                bounds -> {
                  var before = bounds.get(index);
                  var of = metric.getValue();
                  bounds.set(
                      index,
                      new Bound(
                          of == null ? before.metric() : of,
                          expression.getText().strip(),
                          before.more()));
                });
    expression.textProperty().addListener(_ -> typed.run());
    metric.setOnAction(_ -> typed.run());
    var more = Parts.label("", "muted");
    more.setMinWidth(Region.USE_PREF_SIZE);
    rows.add(new Row(metric, expression, more));
    var row =
        new HBox(
            metric,
            expression,
            more,
            Parts.iconButton(
                "threshold-%d-remove".formatted(index + 1),
                "Remove this threshold",
                Material2OutlinedAL.DELETE,
                () -> with(bounds -> bounds.remove(index))));
    row.getStyleClass().add("form-row");
    return row;
  }

  private void add() {
    with(bounds -> bounds.add(new Bound("http_req_duration", "p(95)<500", Map.of())));
  }

  private void with(Consumer<List<Bound>> how) {
    change.accept(
        text -> {
          var bounds = new ArrayList<>(text.thresholds());
          how.accept(bounds);
          return text.withThresholds(bounds);
        });
  }
}
