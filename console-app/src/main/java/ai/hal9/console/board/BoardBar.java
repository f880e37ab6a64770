package ai.hal9.console.board;

import ai.hal9.console.ui.Parts;
import ai.hal9.dashboards.catalog.SloProfiles;
import java.util.ArrayList;
import java.util.List;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.RadioMenuItem;
import javafx.scene.control.ToggleButton;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import org.kordamp.ikonli.material2.Material2OutlinedAL;
import org.kordamp.ikonli.material2.Material2OutlinedMZ;

/** What a board is about, of which node, against which targets, and the way to edit it. */
final class BoardBar extends HBox {

  private final BoardModel model;
  private final Label about = Parts.label("", "muted", "board-about");
  private final MenuButton nodes = menu("board-node", Material2OutlinedMZ.STORAGE);
  private final MenuButton targets = menu("board-targets", Material2OutlinedAL.FLAG);
  private final ToggleButton edit =
      new ToggleButton("Edit panels", Parts.icon(Material2OutlinedAL.EDIT));
  private final Button add;
  private final Button undo;
  private final Button redo;
  private final Button restore;

  /**
   * @param addPanel opens the form for a new panel
   */
  BoardBar(BoardModel model, Runnable addPanel) {
    this.model = model;
    getStyleClass().add("board-bar");
    setAlignment(Pos.CENTER_LEFT);
    edit.setId("board-edit");
    add = Parts.button("board-add", "Add panel", Material2OutlinedAL.ADD, addPanel);
    undo = Parts.iconButton("board-undo", "Undo (Ctrl+Z)", Material2OutlinedMZ.UNDO, model::undo);
    redo =
        Parts.iconButton(
            "board-redo", "Redo (Ctrl+Shift+Z)", Material2OutlinedMZ.REDO, model::redo);
    restore =
        Parts.button(
            "board-restore", "Restore the original", Material2OutlinedMZ.RESTORE, model::restore);
    Parts.explain(
        restore, "Drops your copy of this dashboard and shows the one that came with the product");
    Parts.explain(nodes, "Show the whole cluster, or one node alone");
    Parts.explain(targets, "Whose service levels the values are measured against");
    about.setWrapText(true);
    about.setMaxWidth(Double.MAX_VALUE);
    setHgrow(about, Priority.ALWAYS);
    for (var control : List.of(restore, add, nodes, targets, edit)) {
      control.setMinWidth(USE_PREF_SIZE);
    }
    getChildren().addAll(about, restore, undo, redo, add, nodes, targets, edit);
  }

  ToggleButton editing() {
    return edit;
  }

  /** Shows how things stand. */
  void show() {
    about.setText(model.dashboard().map(board -> board.description()).orElse(""));
    var editing = edit.isSelected();
    edit.setText(editing ? "Done" : "Edit panels");
    edit.setDisable(!model.boards().editable(model.name()));
    visible(add, editing);
    visible(undo, editing);
    visible(redo, editing);
    visible(restore, editing && model.boards().changed(model.name()));
    visible(nodes, !editing);
    visible(targets, !editing);
    undo.setDisable(!model.boards().canUndo(model.name()));
    redo.setDisable(!model.boards().canRedo(model.name()));
    showNodes();
    showTargets();
  }

  private void showNodes() {
    var chosen = model.node().get();
    var all = new ArrayList<String>(List.of(""));
    all.addAll(model.nodes().get());
    nodes.setText(words(chosen));
    if (all.size() != nodes.getItems().size() || !all.equals(nodes.getUserData())) {
      nodes.setUserData(all);
      nodes
          .getItems()
          .setAll(
              all.stream()
                  .<MenuItem>map(
                      name -> {
                        var item = new RadioMenuItem(words(name));
                        item.setId("board-node-" + (name.isEmpty() ? "all" : name));
                        item.setOnAction(_ -> model.node().set(name));
                        return item;
                      })
                  .toList());
    }
    for (var i = 0; i < all.size(); i++) {
      ((RadioMenuItem) nodes.getItems().get(i)).setSelected(all.get(i).equals(chosen));
    }
  }

  private static String words(String node) {
    return node.isEmpty() ? "All nodes" : node;
  }

  private void showTargets() {
    var chosen = model.boards().profile().get();
    targets.setText("Targets: " + chosen.title());
    targets
        .getItems()
        .setAll(
            SloProfiles.all().stream()
                .<MenuItem>map(
                    profile -> {
                      var item = new RadioMenuItem(profile.title());
                      item.setId("board-targets-" + profile.name());
                      item.setSelected(profile.equals(chosen));
                      item.setOnAction(_ -> model.boards().profile().set(profile));
                      return item;
                    })
                .toList());
  }

  private static MenuButton menu(String id, org.kordamp.ikonli.Ikon icon) {
    var menu = new MenuButton("", Parts.icon(icon));
    menu.setId(id);
    menu.getStyleClass().addAll("flat", "board-menu");
    return menu;
  }

  private static void visible(Node node, boolean on) {
    node.setVisible(on);
    node.setManaged(on);
  }
}
