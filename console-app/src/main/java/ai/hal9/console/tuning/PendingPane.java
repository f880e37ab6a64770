package ai.hal9.console.tuning;

import ai.hal9.console.ui.Parts;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.material2.Material2OutlinedAL;
import org.kordamp.ikonli.material2.Material2OutlinedMZ;

/** What will change, as a difference, and applying it. */
final class PendingPane {

  private final TuningModel model;
  private final Label title = Parts.label("", "card-title");
  private final Label empty =
      Parts.label(
          "Nothing is changed yet. Edit a value or load a preset: the difference appears here"
              + " before anything is applied.",
          "muted");
  private final VBox lines = new VBox();
  private final CheckBox reverts = new CheckBox("Revert by itself after");
  private final TextField minutes = new TextField();
  private final Button apply;
  private final Label obstacle = Parts.label("", "muted");
  private final VBox form;
  private final VBox root;

  PendingPane(TuningModel model) {
    this.model = model;
    empty.setWrapText(true);
    obstacle.setWrapText(true);
    lines.getStyleClass().add("diff");
    var reason = new TextField();
    reason.setId("reason");
    reason.setPromptText("Why? It stands in the history");
    reason.setAccessibleText("Why the change is made");
    reason.textProperty().bindBidirectional(model.reason());
    minutes.setId("revert-minutes");
    minutes.setPrefColumnCount(3);
    minutes.setAccessibleText("Minutes until it reverts by itself");
    minutes.disableProperty().bind(reverts.selectedProperty().not());
    reverts.setId("revert-after");
    reverts.selectedProperty().bindBidirectional(model.selfReverting());
    minutes.textProperty().bindBidirectional(model.revertMinutes());
    var revertRow = new HBox(reverts, minutes, Parts.label("min"));
    revertRow.getStyleClass().add("revert-row");
    apply = Parts.button("apply", "Apply", Material2OutlinedAL.CHECK, model::apply);
    apply.getStyleClass().add("accent");
    var discard =
        Parts.button("discard", "Discard", Material2OutlinedAL.DELETE_OUTLINE, model::discard);
    var buttons = new HBox(apply, discard);
    buttons.getStyleClass().add("buttons");
    Parts.explain(apply, "Ctrl+Enter");
    Parts.explain(discard, "Esc; Ctrl+Z brings it back");
    form = new VBox(lines, reason, revertRow, buttons, obstacle);
    form.getStyleClass().add("card-body");
    root = new VBox(title, empty, form);
    root.setId("pending");
    root.getStyleClass().addAll("card", "side-card");
  }

  Region node() {
    return root;
  }

  /** As things stand now. */
  void show() {
    var pending = model.pending();
    title.setText(pending.isEmpty() ? "Pending changes" : "Pending changes: " + pending.size());
    visible(empty, pending.isEmpty());
    visible(form, !pending.isEmpty());
    lines.getChildren().setAll(pending.stream().map(this::line).toList());
    apply.setText("Apply to " + reach());
    var against = model.obstacle();
    apply.setDisable(!against.isEmpty());
    obstacle.setText(against);
    visible(obstacle, !against.isEmpty());
  }

  private String reach() {
    var count = model.known().get().nodes().size();
    return switch (model.target().get()) {
      case Target.AllNodes _ -> count == 1 ? "the node" : "all %d nodes".formatted(count);
      case Target.OneNode(var name) -> name + " alone";
    };
  }

  private VBox line(ParameterState state) {
    var drop =
        Parts.iconButton(
            "drop-" + state.key(),
            "Leave " + state.key() + " as it is",
            Material2OutlinedAL.CLOSE,
            () -> model.drop(state.key()));
    var key = Parts.label(state.key(), "diff-key");
    HBox.setHgrow(key, Priority.ALWAYS);
    key.setMaxWidth(Double.MAX_VALUE);
    key.setMinWidth(0);
    var head = new HBox(key, drop);
    head.getStyleClass().add("diff-head");
    var values =
        new HBox(
            Parts.label(Parameters.shown(state.parameter(), state.base()), "diff-before"),
            Parts.icon(Material2OutlinedAL.ARROW_FORWARD, "mark-icon"),
            Parts.label(Parameters.shown(state.parameter(), state.value()), "diff-after"));
    values.getStyleClass().add("diff-values");
    var line = new VBox(head, values);
    line.getStyleClass().add("diff-line");
    if (!state.problem().isEmpty()) {
      line.getChildren().add(mark("Not allowed: " + state.problem(), "problem"));
    }
    if (model.unsets(state)) {
      line.getChildren()
          .add(Parts.label("no longer set for " + model.target().get().words(), "muted"));
    }
    if (model.target().get() instanceof Target.AllNodes && !state.owners().isEmpty()) {
      line.getChildren()
          .add(mark(String.join(", ", state.owners()) + " keeps its own value", "nodes"));
    }
    return line;
  }

  private static Label mark(String words, String style) {
    var mark = new Label(words, Parts.icon(Material2OutlinedMZ.WARNING, "mark-icon"));
    mark.getStyleClass().addAll("mark", style);
    mark.setWrapText(true);
    return mark;
  }

  private static void visible(Region part, boolean on) {
    part.setVisible(on);
    part.setManaged(on);
  }
}
