package ai.hal9.console.load;

import ai.hal9.console.ui.Action;
import ai.hal9.console.ui.Menus;
import ai.hal9.console.ui.Parts;
import ai.hal9.console.ui.Saving;
import ai.hal9.sim.scenario.ScenarioFiles;
import ai.hal9.sim.scenario.ScenarioLibrary.Entry;
import ai.hal9.sim.scenario.ScenarioReading;
import java.util.ArrayList;
import java.util.List;
import javafx.beans.InvalidationListener;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.SeparatorMenuItem;
import javafx.scene.control.TextField;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.material2.Material2OutlinedAL;
import org.kordamp.ikonli.material2.Material2OutlinedMZ;

/**
 * Which scenario is in the editor: chosen from the library, opened from a file, saved as one's own.
 */
final class ScenarioBar {

  private final ScenarioEditor model;
  private final Saving saving;
  private final MenuButton choice = new MenuButton();
  private final Label changed = Parts.label("", "badge");
  private final TextField called = new TextField();
  private final VBox root = new VBox(8);

  ScenarioBar(ScenarioEditor model, Saving saving) {
    this.model = model;
    this.saving = saving;
    choice.setId("scenarios");
    choice.setMinWidth(MenuButton.USE_PREF_SIZE);
    choice.textProperty().bind(model.name().map(name -> "Scenario: " + name));
    model.entries().addListener((InvalidationListener) _ -> fill());
    fill();
    changed.textProperty().bind(model.changed());
    changed.visibleProperty().bind(model.changed().isNotEmpty());
    called.setId("scenario-name");
    called.setPrefColumnCount(12);
    called.setPromptText("Name");
    called.setAccessibleText("Name of the scenario to save");
    called.setOnAction(_ -> save());
    called.textProperty().addListener(_ -> model.spare());
    Runnable propose = () -> called.setText(model.freeName());
    model.origin().subscribe(_ -> propose.run());
    var open =
        Parts.button(
            "open-scenario", "Open file…", Material2OutlinedAL.FOLDER_OPEN, this::openFile);
    var save = Parts.button("save-scenario", "Save", Material2OutlinedMZ.SAVE, this::save);
    Parts.explain(save, "Keeps the scenario under this name, among your own.");
    open.setMinWidth(MenuButton.USE_PREF_SIZE);
    save.setMinWidth(MenuButton.USE_PREF_SIZE);
    var revert = Parts.button("revert-scenario", "Revert", Material2OutlinedMZ.UNDO, model::revert);
    Parts.explain(revert, "Back to what was opened or saved.");
    revert.visibleProperty().bind(model.changed().isNotEmpty());
    revert.managedProperty().bind(revert.visibleProperty());
    changed.managedProperty().bind(changed.visibleProperty());
    var delete =
        Parts.iconButton(
            "delete-scenario",
            "Delete this scenario of your own; its text stays in the editor",
            Material2OutlinedAL.DELETE,
            model::delete);
    Runnable own = () -> delete.setVisible(model.own());
    model.origin().subscribe(_ -> own.run());
    model.entries().addListener((InvalidationListener) _ -> own.run());
    delete.managedProperty().bind(delete.visibleProperty());
    var as = Parts.label("Save as", "muted");
    as.setMinWidth(Label.USE_PREF_SIZE);
    as.setLabelFor(called);
    var row = new HBox(8, choice, open, as, called, save, delete, revert, changed);
    row.setAlignment(Pos.CENTER_LEFT);
    root.getChildren().addAll(row, question());
  }

  /** What is asked before another scenario is replaced. */
  private Node question() {
    var words = Parts.label("", "trouble-words");
    words
        .textProperty()
        .bind(model.replacing().map("There is a scenario ‘%s’ of your own already."::formatted));
    var replace =
        Parts.button("replace-scenario", "Replace it", Material2OutlinedMZ.SAVE, model::replace);
    var spare = Parts.button("spare-scenario", "Cancel", Material2OutlinedAL.CLOSE, model::spare);
    var row = new HBox(8, words, replace, spare);
    row.setAlignment(Pos.CENTER_LEFT);
    row.setId("scenario-question");
    row.visibleProperty().bind(model.replacing().isNotEmpty());
    row.managedProperty().bind(row.visibleProperty());
    return row;
  }

  Node node() {
    return root;
  }

  List<Action> actions() {
    var all = new ArrayList<Action>();
    for (var entry : model.entries()) {
      add(
          all,
          "edit-" + entry.name(),
          "Show scenario ‘%s’ in the editor".formatted(entry.name()),
          Material2OutlinedAL.EDIT,
          () -> model.choose(entry));
    }
    add(
        all,
        "open-scenario",
        "Open a scenario's file",
        Material2OutlinedAL.FOLDER_OPEN,
        this::openFile);
    add(
        all,
        "save-scenario",
        "Save the scenario as ‘%s’".formatted(called.getText()),
        Material2OutlinedMZ.SAVE,
        this::save);
    if (!model.changed().get().isEmpty()) {
      add(
          all,
          "revert-scenario",
          "Revert the scenario to what was opened or saved",
          Material2OutlinedMZ.UNDO,
          model::revert);
    }
    if (model.own()) {
      add(
          all,
          "delete-scenario",
          "Delete your scenario ‘%s’".formatted(model.name().get()),
          Material2OutlinedAL.DELETE,
          model::delete);
    }
    return all;
  }

  private static void add(List<Action> all, String id, String words, Ikon icon, Runnable run) {
    all.add(new Action(id, words, icon, "", run));
  }

  private void fill() {
    choice.getItems().clear();
    var own = false;
    for (var entry : model.entries()) {
      if (entry.own() && !own) {
        own = true;
        choice.getItems().add(new SeparatorMenuItem());
      }
      choice.getItems().add(item(entry));
    }
  }

  private MenuItem item(Entry entry) {
    var about =
        entry.own()
            ? "your own"
            : ScenarioFiles.bundledText(entry.name())
                .map(text -> ScenarioFiles.read(entry.name(), text))
                .filter(ScenarioReading.Accepted.class::isInstance)
                .map(read -> ((ScenarioReading.Accepted) read).scenario().description())
                .orElse("");
    return Menus.item(
        "scenario-" + entry.name(),
        about.isEmpty() ? entry.name() : entry.name() + " – " + about,
        () -> model.choose(entry));
  }

  private void openFile() {
    saving.pick(model::open);
  }

  private void save() {
    model.save(called.getText());
  }
}
