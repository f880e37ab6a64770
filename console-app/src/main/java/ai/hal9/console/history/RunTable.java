package ai.hal9.console.history;

import ai.hal9.console.runs.RunSummary;
import ai.hal9.console.ui.Parts;
import ai.hal9.console.ui.Tables;
import ai.hal9.console.ui.Unit;
import ai.hal9.sim.chart.Quantity;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import javafx.scene.Node;
import javafx.scene.control.SelectionMode;
import javafx.scene.control.TableCell;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import org.kordamp.ikonli.material2.Material2OutlinedAL;
import org.kordamp.ikonli.material2.Material2OutlinedMZ;

/** Past runs as rows. */
final class RunTable {

  static final DateTimeFormatter WHEN =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT).withZone(ZoneId.systemDefault());

  /** The width from which on all columns fit. */
  private static final double SPARE = 960;

  private RunTable() {}

  static TableView<RunSummary> create() {
    var table = new TableView<RunSummary>();
    table.setId("runs");
    table.setAccessibleText("Past runs");
    table.getStyleClass().add("dense");
    table.setFixedCellSize(34);
    table.getSelectionModel().setSelectionMode(SelectionMode.MULTIPLE);
    table.setColumnResizePolicy(TableView.CONSTRAINED_RESIZE_POLICY_FLEX_LAST_COLUMN);
    TableColumn<RunSummary, String> name =
        Tables.column("Name", RunSummary::name, (_, text) -> text);
    name.setMinWidth(96);
    TableColumn<RunSummary, String> scenario =
        Tables.column("Scenario", RunSummary::scenario, (_, text) -> text);
    TableColumn<RunSummary, Instant> when =
        Tables.column("When", RunSummary::startedAt, (_, at) -> WHEN.format(at));
    when.setMinWidth(118);
    TableColumn<RunSummary, Long> length =
        Tables.column(
            "Length", run -> run.window().toMillis(), (run, _) -> Quantity.span(run.window()));
    TableColumn<RunSummary, String> cluster =
        Tables.column("Cluster", RunTable::cluster, (_, text) -> text);
    cluster.setMinWidth(116);
    TableColumn<RunSummary, Long> tuning =
        Tables.column(
            "Tuning", RunSummary::tuningVersion, (_, version) -> version < 0 ? "–" : "v" + version);
    TableColumn<RunSummary, Long> lost =
        Tables.column(
            "Lost", run -> run.failed() + run.dropped(), (_, count) -> Quantity.exact(count));
    lost.getStyleClass().add("numbers");
    lost.setMinWidth(60);
    tuning.setMinWidth(68);
    Tables.explain(lost, "Requests that failed or were never sent.");
    scenario.setMinWidth(84);
    length.setMinWidth(78);
    var completed = Tables.numbers("Completed", RunSummary::throughput, Unit.RATE);
    completed.setMinWidth(84);
    var middle = Tables.numbers("p50", RunSummary::p50, Unit.SECONDS);
    middle.setMinWidth(68);
    var slow = Tables.numbers("p99", RunSummary::p99, Unit.SECONDS);
    slow.setMinWidth(68);
    Tables.explain(middle, "Response time at the client that half of the requests stayed below.");
    Tables.explain(slow, "Response time at the client that 99 of 100 requests stayed below.");
    Tables.explain(tuning, "The version of the cluster's tuning when the run began.");
    // where room is short, what the run's page tells too gives way
    for (var spare : List.of(scenario, tuning)) {
      spare.visibleProperty().bind(table.widthProperty().greaterThan(SPARE));
    }
    table
        .getColumns()
        .addAll(
            List.of(
                name, scenario, when, length, cluster, tuning, completed, middle, slow, lost,
                verdict()));
    return table;
  }

  private static String cluster(RunSummary run) {
    if (run.cluster().isEmpty()) {
      return "–";
    }
    return run.nodes().isEmpty() ? run.cluster() : run.cluster() + ", " + run.nodes() + " nodes";
  }

  private static TableColumn<RunSummary, String> verdict() {
    TableColumn<RunSummary, String> column =
        Tables.column("Verdict", RunSummary::outcome, (_, text) -> text);
    column.setMinWidth(156);
    column.setCellFactory(_ -> new VerdictCell());
    return column;
  }

  private static final class VerdictCell extends TableCell<RunSummary, String> {

    @Override
    protected void updateItem(String words, boolean none) {
      super.updateItem(words, none);
      var row = none ? null : getTableRow().getItem();
      setText(row == null ? "" : words);
      setGraphic(row == null ? null : icon(row));
    }

    private static Node icon(RunSummary run) {
      if (!run.valid()) {
        return Parts.icon(Material2OutlinedMZ.WARNING, "bad-icon");
      }
      return switch (run.verdict()) {
        case MET -> Parts.icon(Material2OutlinedAL.CHECK_CIRCLE, "good-icon");
        case MISSED -> Parts.icon(Material2OutlinedMZ.WARNING, "bad-icon");
        case NONE -> Parts.icon(Material2OutlinedMZ.REMOVE_CIRCLE_OUTLINE, "card-icon");
      };
    }
  }
}
