package ai.hal9.console.tuning;

import ai.hal9.console.ui.Action;
import ai.hal9.console.ui.Menus;
import ai.hal9.console.ui.Parts;
import ai.hal9.console.ui.Saving;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.stream.Stream;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.Menu;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.SeparatorMenuItem;
import javafx.scene.control.TextField;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.material2.Material2OutlinedAL;
import org.kordamp.ikonli.material2.Material2OutlinedMZ;

/** Looking for parameters, whom a change reaches, presets and files, and the way back and forth. */
final class TuningBar {

  private final TuningModel model;
  private final PresetModel presets;
  private final Saving saving;
  private final ParameterList list;
  private final Runnable turnAudit;
  private final TextField search = new TextField();
  private final MenuButton target = new MenuButton("", Parts.icon(Material2OutlinedMZ.STORAGE));
  private final MenuButton menu =
      new MenuButton("Presets", Parts.icon(Material2OutlinedAL.LIBRARY_BOOKS));
  private final Button undo;
  private final Button redo;
  private final TextField name = new TextField();
  private final ToggleButton audit = new ToggleButton("Audit");
  private final List<ToggleButton> kinds = new ArrayList<>();
  private final HBox naming;
  private final VBox root;
  private Predicate<ParameterState> kind = _ -> true;

  /**
   * @param turnAudit shows every change there ever was, or the parameters again
   */
  TuningBar(
      TuningModel model,
      PresetModel presets,
      Saving saving,
      ParameterList list,
      Runnable turnAudit) {
    this.model = model;
    this.presets = presets;
    this.saving = saving;
    this.list = list;
    this.turnAudit = turnAudit;
    search.setId("tuning-search");
    search.setPromptText("Find a parameter  ( / )");
    search.setAccessibleText("Find a parameter");
    search.textProperty().addListener(_ -> find());
    search.setMinWidth(120);
    HBox.setHgrow(search, Priority.ALWAYS);
    target.setId("target");
    Parts.explain(target, "Whom a change reaches.");
    menu.setId("presets");
    undo = Parts.iconButton("undo", "Undo (Ctrl+Z)", Material2OutlinedMZ.UNDO, model::undo);
    redo = Parts.iconButton("redo", "Redo (Ctrl+Shift+Z)", Material2OutlinedMZ.REDO, model::redo);
    audit.setId("audit-button");
    audit.setGraphic(Parts.icon(Material2OutlinedAL.LIST_ALT));
    audit.setOnAction(_ -> turnAudit.run());
    Parts.explain(audit, "Who ever changed what, when and why.");
    var row = new HBox(search, kinds(), target, menu, audit, undo, redo);
    row.getStyleClass().add("tuning-bar");
    row.setAlignment(Pos.CENTER_LEFT);
    for (var part : List.of(target, menu, audit, undo, redo)) {
      part.setMinWidth(Region.USE_PREF_SIZE);
    }
    naming = naming();
    root = new VBox(row, naming);
    root.getStyleClass().add("tuning-head");
    nameless();
  }

  Region node() {
    return root;
  }

  /** As things stand now. */
  void show() {
    var known = model.known().get();
    target.setText(words(model.target().get()));
    var targets = new ArrayList<Target>();
    targets.add(Target.cluster());
    known.nodes().keySet().forEach(node -> targets.add(new Target.OneNode(node)));
    if (!targets.equals(target.getProperties().put("targets", targets))) {
      target.getItems().setAll(targets.stream().map(this::targetItem).toList());
    }
    undo.setDisable(!model.canUndo());
    redo.setDisable(!model.canRedo());
  }

  void showPresets() {
    var items = new ArrayList<MenuItem>();
    Preset.bundled().forEach(preset -> items.add(presetItem(preset)));
    if (!presets.own().get().isEmpty()) {
      items.add(new SeparatorMenuItem());
      presets.own().get().forEach(preset -> items.add(ownMenu(preset)));
    }
    items.add(new SeparatorMenuItem());
    items.add(Menus.item("preset-save", "Save these values as a preset…", saving()));
    items.add(Menus.item("tuning-import", "Import a file…", importing()));
    items.add(Menus.item("tuning-export", "Export to a file…", exporting()));
    menu.getItems().setAll(items);
  }

  /** Whether the audit is shown. */
  void showAudit(boolean on) {
    audit.setSelected(on);
  }

  void focusSearch() {
    search.requestFocus();
    search.selectAll();
  }

  /** Shows all parameters again; false when all were shown. */
  boolean clearSearch() {
    if (naming.isVisible()) {
      nameless();
      return true;
    }
    if (search.getText().isEmpty()) {
      return false;
    }
    search.clear();
    return true;
  }

  /** What the bar does, for the command palette. */
  List<Action> actions() {
    return Stream.concat(
            Stream.of(exporting(), importing(), saving()),
            kinds.stream()
                .map(
                    kind ->
                        new Action(
                            TuningActions.id(kind.getId()),
                            "Show %s parameters".formatted(kind.getText().toLowerCase(Locale.ROOT)),
                            Material2OutlinedAL.FILTER_LIST,
                            "",
                            kind::fire)))
        .toList();
  }

  private Action exporting() {
    return new Action(
        TuningActions.id("export"),
        "Export tuning to a file",
        Material2OutlinedAL.GET_APP,
        "Ctrl+E",
        this::export);
  }

  private Action importing() {
    return new Action(
        TuningActions.id("import"),
        "Import tuning from a file",
        Material2OutlinedAL.FOLDER_OPEN,
        "",
        () -> saving.pick(presets::importFrom));
  }

  private Action saving() {
    return new Action(
        TuningActions.id("save"),
        "Save tuning as a preset",
        Material2OutlinedMZ.SAVE,
        "",
        this::askName);
  }

  private void export() {
    save("hal9-tuning.yaml", presets.exported());
  }

  private void export(Preset preset) {
    save("hal9-tuning-" + preset.title() + ".yaml", PresetModel.exported(preset));
  }

  private void save(String file, String text) {
    saving.save(file, out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
  }

  private void askName() {
    naming.setVisible(true);
    naming.setManaged(true);
    name.requestFocus();
  }

  /** What is looked for are parameters. */
  private void find() {
    if (audit.isSelected()) {
      turnAudit.run();
    }
    list.find(search.getText(), kind);
  }

  private HBox kinds() {
    var all = kind("kind-all", "All", _ -> true);
    var changed = kind("kind-changed", "Changed", ParameterState::changed);
    var differing = kind("kind-differing", "Differing", ParameterState::differs);
    Parts.explain(changed, "Those with another value than the default on some node.");
    Parts.explain(differing, "Those that are not the same on all nodes.");
    var group = new ToggleGroup();
    group.getToggles().addAll(all, changed, differing);
    kinds.addAll(List.of(all, changed, differing));
    all.setSelected(true);
    all.getStyleClass().add("left-pill");
    changed.getStyleClass().add("center-pill");
    differing.getStyleClass().add("right-pill");
    var row = new HBox(all, changed, differing);
    row.getStyleClass().add("spans");
    row.setMinWidth(Region.USE_PREF_SIZE);
    return row;
  }

  private ToggleButton kind(String id, String words, Predicate<ParameterState> which) {
    var button = new ToggleButton(words);
    button.setId(id);
    button.setOnAction(
        _ -> {
          button.setSelected(true);
          kind = which;
          find();
        });
    return button;
  }

  private HBox naming() {
    name.setId("preset-name");
    name.setPromptText("A name for the preset");
    name.setAccessibleText("Name of the preset to save");
    name.setOnAction(_ -> saveNamed());
    HBox.setHgrow(name, Priority.ALWAYS);
    var row =
        new HBox(
            new Label("Save the values in force, with pending changes, as"),
            name,
            Parts.button(
                "preset-save-named", "Save preset", Material2OutlinedMZ.SAVE, this::saveNamed),
            Parts.button("preset-cancel", "Cancel", Material2OutlinedAL.CLOSE, this::nameless));
    row.getStyleClass().add("tuning-bar");
    row.setAlignment(Pos.CENTER_LEFT);
    return row;
  }

  private void saveNamed() {
    presets.save(name.getText().strip());
    nameless();
  }

  private void nameless() {
    name.clear();
    naming.setVisible(false);
    naming.setManaged(false);
  }

  private String words(Target to) {
    var count = model.known().get().nodes().size();
    return switch (to) {
      case Target.AllNodes _ -> count > 1 ? "All %d nodes".formatted(count) : "All nodes";
      case Target.OneNode(var node) -> node + " alone";
    };
  }

  private MenuItem targetItem(Target to) {
    var id =
        switch (to) {
          case Target.AllNodes _ -> "target-all";
          case Target.OneNode(var node) -> "target-" + node;
        };
    return Menus.item(id, words(to), () -> model.target().set(to));
  }

  private MenuItem presetItem(Preset preset) {
    return Menus.item("preset-" + preset.id(), preset.title(), () -> presets.load(preset));
  }

  private Menu ownMenu(Preset preset) {
    var own = new Menu(preset.title());
    own.setId("preset-" + preset.id());
    own.getItems()
        .setAll(
            Menus.item("preset-load-" + preset.title(), "Load", () -> presets.load(preset)),
            Menus.item(
                "preset-export-" + preset.title(), "Export to a file…", () -> export(preset)),
            Menus.item("preset-delete-" + preset.title(), "Delete", () -> presets.delete(preset)));
    return own;
  }
}
