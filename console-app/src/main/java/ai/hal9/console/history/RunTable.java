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
import javafx.scene.control.SelectionMode;
import javafx.scene.control.TableCell;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import org.kordamp.ikonli.material2.Material2OutlinedAL;
import org.kordamp.ikonli.material2.Material2OutlinedMZ;

/** Past runs as rows. */
final class RunTable {

  static final DateTimeFormatter WHEN =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT)
          .withZone(ZoneId.systemDefault());

  private RunTable() {}

  static TableView<RunSummary> create() {
    var table = new TableView<RunSummary>();
    table.setId("runs");
    table.getStyleClass().add("dense");
    table.setFixedCellSize(34);
    table.getSelectionModel().setSelectionMode(SelectionMode.MULTIPLE);
    table.setColumnResizePolicy(TableView.CONSTRAINED_RESIZE_POLICY_FLEX_LAST_COLUMN);
    TableColumn<RunSummary, String> name =
        Tables.column("Name", RunSummary::name, (_, text) -> text);
    name.setMinWidth(110);
    TableColumn<RunSummary, String> scenario =
        Tables.column("Scenario", RunSummary::scenario, (_, text) -> text);
    TableColumn<RunSummary, Instant> when =
        Tables.column("When", RunSummary::startedAt, (_, at) -> WHEN.format(at));
    when.setMinWidth(142);
    TableColumn<RunSummary, Long> length =
        Tables.column(
            "Length", run -> run.window().toMillis(), (run, _) -> Quantity.span(run.window()));
    TableColumn<RunSummary, String> cluster =
        Tables.column("Cluster", RunTable::cluster, (_, text) -> text);
    cluster.setMinWidth(124);
    TableColumn<RunSummary, Long> tuning =
        Tables.column(
            "Tuning", RunSummary::tuningVersion, (_, version) -> version < 0 ? "–" : "v" + version);
    TableColumn<RunSummary, Long> lost =
        Tables.column(
            "Lost", run -> run.failed() + run.dropped(), (_, count) -> Quantity.exact(count));
    lost.getStyleClass().add("numbers");
    table
        .getColumns()
        .addAll(
            List.of(
                name,
                scenario,
                when,
                length,
                cluster,
                tuning,
                Tables.numbers("Completed", RunSummary::throughput, Unit.RATE),
                Tables.numbers("p50", RunSummary::p50, Unit.SECONDS),
                Tables.numbers("p99", RunSummary::p99, Unit.SECONDS),
                lost,
                verdict()));
    return table;
  }

  private static String cluster(RunSummary run) {
    if (run.cluster().isEmpty()) {
      return "–";
    }
    return run.nodes().isEmpty() ? run.cluster() : run.cluster() + ", " + run.nodes() + " nodes";
  }

  static String verdictWords(RunSummary run) {
    var words = run.valid() ? run.verdict().words() : "invalid";
    return run.steered() > 0 ? words + ", steered" : words;
  }

  private static TableColumn<RunSummary, String> verdict() {
    TableColumn<RunSummary, String> column =
        Tables.column("Verdict", RunTable::verdictWords, (_, text) -> text);
    column.setMinWidth(150);
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

    private static javafx.scene.Node icon(RunSummary run) {
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
