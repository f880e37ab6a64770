package ai.hal9.console.connect;

import ai.hal9.console.ui.Parts;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import javafx.beans.InvalidationListener;
import javafx.scene.Parent;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import javafx.scene.control.RadioButton;
import javafx.scene.control.TextField;
import javafx.scene.control.ToggleGroup;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.material2.Material2OutlinedAL;
import org.kordamp.ikonli.material2.Material2OutlinedMZ;

/** Start a cluster here: choose, order, and watch it come up. */
final class StartDoor {

  private final ConnectModel model;
  private final ToggleGroup choice = new ToggleGroup();
  private final Map<StartPreset, Label> costs = new EnumMap<>(StartPreset.class);
  private final VBox form = new VBox();
  private final VBox steps = new VBox();
  private final VBox progress = new VBox();
  private final VBox body;
  private final VBox root;

  StartDoor(ConnectModel model) {
    this.model = model;
    var start = model.start();
    for (var preset : StartPreset.values()) {
      form.getChildren().add(option(preset));
    }
    choice.getToggles().getFirst().setSelected(true);
    var order =
        Parts.button(
            "start-cluster",
            "Start cluster",
            Material2OutlinedMZ.PLAY_ARROW,
            () -> start((StartPreset) choice.getSelectedToggle().getUserData()));
    order.getStyleClass().add("accent");
    order.setDefaultButton(true);
    order.disableProperty().bind(model.busy());
    form.getChildren().addAll(fields(start), order);
    form.getStyleClass().add("door-form");
    var trouble = new TroublePane("start-trouble");
    start.trouble().addListener(_ -> trouble.show(start.trouble().get()));
    steps.getStyleClass().add("steps");
    steps.setId("start-steps");
    var bar = new ProgressBar(ProgressBar.INDETERMINATE_PROGRESS);
    bar.setMaxWidth(Double.MAX_VALUE);
    progress
        .getChildren()
        .addAll(
            bar,
            steps,
            Parts.button("cancel-start", "Cancel", Material2OutlinedAL.CLOSE, start::cancel));
    progress.getStyleClass().add("door-form");
    body = new VBox(trouble, form);
    root = ConnectView.card("Start a cluster here", Material2OutlinedMZ.PLAY_ARROW, body);
    root.setId("start-door");
    InvalidationListener stepped = _ -> showSteps();
    start.steps().addListener(stepped);
    start.starting().addListener(_ -> showForm());
    showForm();
  }

  Parent node() {
    return root;
  }

  /** Orders a cluster, which is then the one chosen in the form. */
  void start(StartPreset preset) {
    choice.getToggles().stream()
        .filter(toggle -> preset.equals(toggle.getUserData()))
        .forEach(toggle -> toggle.setSelected(true));
    model.start().start(preset);
  }

  /** Says what each preset took the last time, or may take where that is not known. */
  void showCosts() {
    costs.forEach(
        (preset, label) ->
            label.setText(
                model
                    .cost(preset)
                    .map(known -> "last time " + known.text())
                    .orElseGet(() -> "estimated " + preset.estimate().roughly())));
  }

  private VBox option(StartPreset preset) {
    var radio = new RadioButton(preset.title());
    radio.setId("preset-" + preset.id());
    radio.setToggleGroup(choice);
    radio.setUserData(preset);
    var cost = Parts.label("", "muted", "option-cost");
    costs.put(preset, cost);
    var about = Parts.label(preset.about(), "muted", "option-note");
    about.setWrapText(true);
    var option = new VBox(new HBox(radio, Parts.filler(), cost), about);
    option.getStyleClass().add("option");
    option.setOnMouseClicked(_ -> radio.setSelected(true));
    return option;
  }

  private static HBox fields(StartModel start) {
    var name = new TextField();
    name.setId("start-name");
    name.textProperty().bindBidirectional(start.name());
    var port = new TextField();
    port.setId("start-port");
    port.setPromptText("any free one");
    port.textProperty().bindBidirectional(start.port());
    var fields = new HBox(field("Name", name), field("Port", port));
    fields.getStyleClass().add("fields");
    return fields;
  }

  static VBox field(String words, TextField input) {
    var label = Parts.label(words, "field-label");
    label.setLabelFor(input);
    var field = new VBox(label, input);
    HBox.setHgrow(field, Priority.ALWAYS);
    return field;
  }

  private void showForm() {
    var starting = model.start().starting().get();
    ConnectView.visible(form, !starting);
    body.getChildren().remove(progress);
    if (starting) {
      body.getChildren().add(progress);
    }
  }

  private void showSteps() {
    var all = model.start().steps();
    steps.getChildren().clear();
    for (var step : all) {
      var row =
          new HBox(
              Parts.icon(
                  step.begun() ? Material2OutlinedMZ.PLAY_ARROW : Material2OutlinedAL.CHECK_CIRCLE,
                  step.begun() ? "card-icon" : "good-icon"),
              Parts.label(step.words()),
              Parts.filler(),
              Parts.label(String.format(Locale.ROOT, "%.1f s", step.seconds()), "muted"));
      row.getStyleClass().add("step");
      steps.getChildren().add(row);
    }
  }
}
