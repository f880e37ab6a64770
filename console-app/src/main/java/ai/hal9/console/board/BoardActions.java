package ai.hal9.console.board;

import ai.hal9.console.ui.Action;
import ai.hal9.dashboards.catalog.SloProfiles;
import java.util.ArrayList;
import java.util.List;
import javafx.scene.control.ToggleButton;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.material2.Material2OutlinedAL;
import org.kordamp.ikonli.material2.Material2OutlinedMZ;

/** What can be done with a board, beside what its charts offer. */
final class BoardActions {

  private final BoardModel model;
  private final ToggleButton editing;
  private final Runnable addPanel;

  /**
   * @param editing on while the panels are edited
   * @param addPanel opens the form for a new panel
   */
  BoardActions(BoardModel model, ToggleButton editing, Runnable addPanel) {
    this.model = model;
    this.editing = editing;
    this.addPanel = addPanel;
  }

  /**
   * As things stand.
   *
   * @param writing whether a text is written that undoes its own edits
   */
  List<Action> all(boolean writing) {
    var all = new ArrayList<Action>();
    if (model.boards().editable(model.name())) {
      addEditing(all);
      addSteps(all, editing.isSelected() && !writing);
    }
    add(
        all,
        "board-node-all",
        "Show all nodes on this screen",
        Material2OutlinedMZ.STORAGE,
        () -> model.node().set(""));
    for (var node : model.nodes().get()) {
      add(
          all,
          "board-node-" + node,
          "Show %s alone on this screen".formatted(node),
          Material2OutlinedMZ.STORAGE,
          () -> model.node().set(node));
    }
    for (var profile : SloProfiles.all()) {
      add(
          all,
          "targets-" + profile.name(),
          "Measure against targets of ‘" + profile.title() + "’",
          Material2OutlinedAL.FLAG,
          () -> model.boards().profile().set(profile));
    }
    return all;
  }

  private void addEditing(List<Action> all) {
    var on = editing.isSelected();
    add(
        all,
        "board-edit",
        on ? "Stop editing panels" : "Edit panels of this screen",
        Material2OutlinedAL.EDIT,
        () -> editing.setSelected(!on));
    add(
        all,
        "board-add",
        "Add a panel to this screen",
        Material2OutlinedAL.ADD,
        () -> {
          editing.setSelected(true);
          addPanel.run();
        });
    if (model.boards().changed(model.name())) {
      add(
          all,
          "board-restore",
          "Restore the original panels of this screen",
          Material2OutlinedMZ.RESTORE,
          model::restore);
    }
  }

  /**
   * @param keyed whether the keys are theirs now
   */
  private void addSteps(List<Action> all, boolean keyed) {
    if (model.boards().canUndo(model.name())) {
      all.add(
          new Action(
              "board-undo",
              "Undo the last change of this screen’s panels",
              Material2OutlinedMZ.UNDO,
              keyed ? "Ctrl+Z" : "",
              model::undo));
    }
    if (model.boards().canRedo(model.name())) {
      all.add(
          new Action(
              "board-redo",
              "Redo the change of this screen’s panels",
              Material2OutlinedMZ.REDO,
              keyed ? "Ctrl+Shift+Z" : "",
              model::redo));
    }
  }

  private static void add(List<Action> all, String id, String words, Ikon icon, Runnable run) {
    all.add(new Action(id, words, icon, "", run));
  }
}
