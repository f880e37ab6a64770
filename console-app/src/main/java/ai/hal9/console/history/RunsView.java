package ai.hal9.console.history;

import ai.hal9.console.chart.ChartKey;
import ai.hal9.console.loading.LoadStatus;
import ai.hal9.console.runs.RunSummary;
import ai.hal9.console.session.Workplace;
import ai.hal9.console.ui.Action;
import ai.hal9.console.ui.ActionSource;
import ai.hal9.console.ui.Bag;
import ai.hal9.console.ui.LocalKey;
import ai.hal9.console.ui.Parts;
import ai.hal9.console.ui.Reachable;
import ai.hal9.console.ui.Tables;
import ai.hal9.console.ui.UiThread;
import ai.hal9.console.ui.View;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import javafx.beans.InvalidationListener;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TableView;
import javafx.scene.control.TextField;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.material2.Material2OutlinedAL;
import org.kordamp.ikonli.material2.Material2OutlinedMZ;

/** Past runs: found, opened, held against each other. */
public final class RunsView extends View implements ActionSource, Reachable {

  private final Workplace place;
  private final RunsModel model;
  private final TableView<RunSummary> table = RunTable.create();
  private final TextField filter = new TextField();
  private final Button open;
  private final Button compare;
  private final Button delete;
  private final Label empty = Parts.label("", "empty");
  private final VBox list;
  private final StackPane root = new StackPane();
  private final RunPage page;
  private OptionalLong lastKept = OptionalLong.empty();

  public RunsView(Workplace place) {
    this.place = place;
    model = new RunsModel(place.load().runs(), place.background());
    page = new RunPage(model, place.charts());
    open = Parts.button("open-runs", "Open", Material2OutlinedMZ.OPEN_IN_FULL, this::openChosen);
    compare =
        Parts.button(
            "compare-runs", "Compare", Material2OutlinedAL.COMPARE_ARROWS, this::openChosen);
    delete =
        Parts.button(
            "delete-runs", "Delete", Material2OutlinedAL.DELETE, () -> model.delete(chosen()));
    var imported =
        Parts.button("import-run", "Import…", Material2OutlinedAL.GET_APP, this::importRun);
    Parts.explain(
        imported, "Keeps the run of a report.json, as ‘hal9 run SCENARIO --report DIR’ writes it.");
    filter.setId("runs-filter");
    filter.setPromptText("Filter ( / )");
    filter.setAccessibleText("Filter the runs");
    filter.textProperty().bindBidirectional(model.filter());
    filter.setPrefColumnCount(24);
    var undoWords = Parts.label("", "muted");
    undoWords.textProperty().bind(model.undoable());
    var undo = Parts.button("undo-delete", "Undo", Material2OutlinedMZ.UNDO, model::undo);
    var undoing = new HBox(8, undoWords, undo);
    undoing.setAlignment(Pos.CENTER_LEFT);
    undoing.visibleProperty().bind(model.undoable().isNotEmpty());
    var head = new HBox(8, filter, undoing, Parts.filler(), imported, delete, open, compare);
    head.setAlignment(Pos.CENTER_LEFT);
    var trouble = Parts.told("runs-trouble", model.trouble(), "trouble-words");
    var again =
        Parts.button("runs-again", "Try again", Material2OutlinedMZ.REFRESH, model::refresh);
    again.visibleProperty().bind(model.trouble().isNotEmpty());
    again.managedProperty().bind(again.visibleProperty());
    var notice = Parts.told("runs-notice", model.notice(), "read-only");
    table.setPlaceholder(empty);
    empty.setWrapText(true);
    VBox.setVgrow(table, Priority.ALWAYS);
    var card = new VBox(table);
    card.getStyleClass().add("card");
    VBox.setVgrow(card, Priority.ALWAYS);
    list = new VBox(head, trouble, again, notice, card);
    list.getStyleClass().add("page");
    root.setId("runs-screen");
    root.getChildren().setAll(list);
    table
        .getSelectionModel()
        .getSelectedItems()
        .addListener((InvalidationListener) _ -> showChoice());
    table.setOnMouseClicked(
        click -> {
          if (click.getClickCount() == 2 && Tables.onRow(click)) {
            openChosen();
          }
        });
    table.setOnKeyPressed(
        key -> {
          switch (key.getCode()) {
            case ENTER -> openChosen();
            case DELETE -> model.delete(chosen());
            default -> {}
          }
        });
    showChoice();
  }

  @Override
  public Parent node() {
    return root;
  }

  /** Opens a run, by its id. */
  @Override
  public void reach(String place) {
    model.open(Long.parseLong(place));
  }

  @Override
  public List<Action> actions() {
    var all = new ArrayList<Action>();
    all.add(
        new Action(
            "filter-runs", "Find a run", Material2OutlinedMZ.SEARCH, "/", filter::requestFocus));
    all.add(
        new Action(
            "import-run",
            "Import a run’s report.json",
            Material2OutlinedAL.GET_APP,
            "",
            this::importRun));
    if (!model.undoable().get().isEmpty()) {
      all.add(
          new Action(
              "undo-delete",
              "Bring back deleted runs",
              Material2OutlinedMZ.UNDO,
              written().isPresent() ? "" : "Ctrl+Z",
              model::undo));
    }
    if (model.page().get().isPresent()) {
      all.add(
          new Action(
              "runs-back", "Back to all runs", Material2OutlinedAL.ARROW_BACK, "", model::back));
      all.addAll(page.actions());
      return all;
    }
    var chosen = chosen();
    if (!chosen.isEmpty()) {
      all.add(
          Action.local(
              "open-runs",
              chosen.size() == 1 ? "Open the run" : "Compare the %d runs".formatted(chosen.size()),
              Material2OutlinedAL.COMPARE_ARROWS,
              "Enter",
              this::openChosen));
      all.add(
          Action.local(
              "delete-runs",
              chosen.size() == 1 ? "Delete the run" : "Delete the %d runs".formatted(chosen.size()),
              Material2OutlinedAL.DELETE,
              "Delete",
              () -> model.delete(chosen)));
    }
    return all;
  }

  @Override
  public List<LocalKey> localKeys() {
    return model.page().get().isPresent()
        ? ChartKey.all()
        : List.of(
            new LocalKey("Enter", "Open or compare the runs chosen in the list"),
            new LocalKey("Delete", "Delete the runs chosen in the list"));
  }

  @Override
  protected void onShown(Bag held) {
    held.add(place.load().onNews(UiThread.coalesced(this::news))::close);
    held.observe(this::showRuns, model.runs(), model.trouble());
    held.observe(this::showPage, model.page());
    page.show();
    held.add(page::hide);
    lastKept = place.load().status().kept();
    model.refresh();
  }

  /** A run that has just been kept belongs into the list. */
  private void news() {
    var status = place.load().status();
    if (status.phase() == LoadStatus.Phase.ENDED && !status.kept().equals(lastKept)) {
      lastKept = status.kept();
      model.refresh();
    }
  }

  private void showRuns() {
    var chosen = chosen().stream().map(RunSummary::id).toList();
    table.getItems().setAll(model.runs().get());
    for (var i = 0; i < table.getItems().size(); i++) {
      if (chosen.contains(table.getItems().get(i).id())) {
        table.getSelectionModel().select(i);
      }
    }
    empty.setText(
        !model.trouble().get().isEmpty()
            ? "The list appears when the history can be read."
            : model.any()
                ? "No run has all these words."
                : "Runs appear here when they have ended: start one on the Load screen, or import the report.json of ‘hal9 run’.");
    showChoice();
  }

  private void showPage() {
    var shown = model.page().get();
    shown.ifPresentOrElse(page::show, page::left);
    Node wanted = shown.isPresent() ? page.node() : list;
    if (!root.getChildren().getFirst().equals(wanted)) {
      root.getChildren().setAll(wanted);
    }
  }

  private List<RunSummary> chosen() {
    return table.getSelectionModel().getSelectedItems().stream().filter(Objects::nonNull).toList();
  }

  private void showChoice() {
    var count = chosen().size();
    open.setDisable(count != 1);
    compare.setDisable(count < 2);
    compare.setText(count < 2 ? "Compare" : "Compare %d runs".formatted(count));
    delete.setDisable(count == 0);
    delete.setText(count < 2 ? "Delete" : "Delete %d runs".formatted(count));
  }

  private void openChosen() {
    model.open(chosen());
  }

  private void importRun() {
    place.charts().saving().pick(model::importFrom);
  }

  /** Out of a zoom, then out of the page. */
  @Override
  public boolean back() {
    if (model.page().get().isEmpty()) {
      return false;
    }
    if (!page.zoomedOut()) {
      model.back();
    }
    return true;
  }
}
