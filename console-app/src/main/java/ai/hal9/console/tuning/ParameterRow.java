package ai.hal9.console.tuning;

import ai.hal9.api.tuning.Application;
import ai.hal9.api.tuning.TuningParameter;
import ai.hal9.console.ui.Parts;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Pane;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.material2.Material2OutlinedAL;
import org.kordamp.ikonli.material2.Material2OutlinedMZ;

/** One parameter: what it is, how it stands, and where it is edited. */
final class ParameterRow extends HBox {

  private final TuningParameter parameter;
  private final ValueEditor editor;
  private final Label changed =
      new Label("changed", Parts.icon(Material2OutlinedAL.EDIT, "mark-icon"));
  private final Label edited =
      new Label("not applied", Parts.icon(Material2OutlinedMZ.PENDING_ACTIONS, "mark-icon"));
  private final Label source = Parts.label("", "muted", "source");
  private final Label nodes =
      new Label("", Parts.icon(Material2OutlinedAL.CALL_SPLIT, "mark-icon"));
  private final Label problem = new Label("", Parts.icon(Material2OutlinedMZ.WARNING, "bad-icon"));
  private final Button toDefault;
  private final Label name;
  private final Label live;
  private final HBox head = new HBox();
  private final List<Node> sentences;
  private final VBox words = new VBox();

  ParameterRow(TuningParameter parameter, TuningModel model) {
    this.parameter = parameter;
    setId("parameter-" + parameter.key());
    getStyleClass().add("parameter");
    editor = new ValueEditor(parameter, value -> model.edit(parameter.key(), value));
    toDefault =
        Parts.iconButton(
            "default-" + parameter.key(),
            "Go back to the default, " + shown(parameter.defaultValue()),
            Material2OutlinedMZ.SETTINGS_BACKUP_RESTORE,
            () -> model.toDefault(parameter.key()));
    name = Parts.label(Parameters.name(parameter.key()), "parameter-name");
    live =
        Parts.label(parameter.application() == Application.LIVE ? "live" : "on restart", "badge");
    Parts.explain(
        live,
        parameter.application() == Application.LIVE
            ? "Takes effect at once, under load; for all nodes or for one."
            : "Takes effect when a node next starts: set it in the nodes' configuration file.");
    changed.getStyleClass().addAll("mark", "changed");
    edited.getStyleClass().addAll("mark", "edited");
    nodes.getStyleClass().addAll("mark", "nodes");
    nodes.setWrapText(true);
    problem.getStyleClass().addAll("mark", "problem");
    problem.setWrapText(true);
    problem.setId("problem-" + parameter.key());
    Parts.explain(
        source,
        "Where the value in force comes from. A node's own goes before what is set for all nodes,"
            + " that before the configuration file's, that before the default.");
    var key = Parts.label(parameter.key(), "parameter-key");
    head.getStyleClass().add("parameter-head");
    head.setAlignment(Pos.CENTER_LEFT);
    var trades = Parts.label(parameter.trades(), "parameter-trades");
    trades.setWrapText(true);
    var facts = Parts.label(facts(), "muted", "facts");
    facts.setWrapText(true);
    sentences = List.of(head, trades, key, facts);
    words.getStyleClass().add("parameter-words");
    words.setMinWidth(0);
    HBox.setHgrow(words, Priority.ALWAYS);
    var right = new VBox(new HBox(editor.node(), toDefault), source);
    right.getStyleClass().add("parameter-value");
    right.setMinWidth(Region.USE_PREF_SIZE);
    getChildren().addAll(words, right);
  }

  TuningParameter parameter() {
    return parameter;
  }

  void focus() {
    editor.focus();
  }

  void show(ParameterState state, boolean readOnly) {
    editor.show(state.value(), !state.problem().isEmpty(), state.live() && !readOnly);
    var titles = new ArrayList<Node>(List.of(name, live));
    if (state.changed()) {
      titles.add(changed);
    }
    if (state.edited()) {
      titles.add(edited);
    }
    fill(head, titles);
    fill(words, said(state));
    toDefault.setVisible(
        state.live()
            && !readOnly
            && !Parameters.same(parameter, state.value(), parameter.defaultValue()));
    source.setText(source(state));
    Parts.style(this, "wanted", state.edited());
  }

  private List<Node> said(ParameterState state) {
    var said = new ArrayList<>(sentences);
    if (state.differs()) {
      nodes.setText(
          "Differs: "
              + state.byNode().entrySet().stream()
                  .map(node -> node(node, state))
                  .collect(Collectors.joining(", ")));
      said.add(nodes);
    }
    if (!state.problem().isEmpty()) {
      problem.setText("‘%s’ is not allowed: %s".formatted(state.value(), state.problem()));
      said.add(problem);
    }
    return said;
  }

  private String facts() {
    return "Default %s%s · %s"
        .formatted(
            shown(parameter.defaultValue()),
            switch (parameter.type()) {
              case INTEGER, DECIMAL, DURATION -> " · " + range();
              case CHOICE -> " · one of " + parameter.allowed();
              case SWITCH -> "";
            },
            parameter.application() == Application.LIVE
                ? "for all nodes or one"
                : "in the configuration file");
  }

  private String range() {
    return switch (parameter.type()) {
      case INTEGER ->
          String.format(
                  Locale.ROOT,
                  "%,d to %,d %s",
                  (long) parameter.min(),
                  (long) parameter.max(),
                  parameter.unit())
              .strip();
      default -> parameter.allowed();
    };
  }

  private String shown(String value) {
    return Parameters.shown(parameter, value);
  }

  private String source(ParameterState state) {
    var base = state.edited() ? "now " + shown(state.base()) + ", " : "";
    return base
        + switch (state.source()) {
          case DEFAULT -> "by default";
          case FILE -> "from the file";
          case CLUSTER -> "set for all nodes";
          case NODE -> "set for this node";
        };
  }

  private String node(Map.Entry<String, String> node, ParameterState state) {
    return "%s %s%s"
        .formatted(
            node.getKey(),
            shown(node.getValue()),
            state.owners().contains(node.getKey()) ? " (its own)" : "");
  }

  /** Only what says something is in the scene, which styles what is invisible, too. */
  private static void fill(Pane where, List<Node> parts) {
    if (!where.getChildren().equals(parts)) {
      where.getChildren().setAll(parts);
    }
  }
}
