package ai.hal9.console.overview;

import ai.hal9.console.source.NodeState;
import ai.hal9.console.ui.Parts;
import ai.hal9.console.ui.Tables;
import ai.hal9.console.ui.Unit;
import java.util.List;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import javafx.scene.Parent;
import javafx.scene.control.TableCell;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.material2.Material2OutlinedAL;
import org.kordamp.ikonli.material2.Material2OutlinedMZ;

/** One row for each process of the cluster. */
final class NodeTable {

  private static final double ROW = 34;

  private final ObservableList<NodeRow> rows = FXCollections.observableArrayList();
  private final TableView<NodeRow> table = new TableView<>();
  private final VBox root;

  NodeTable() {
    table.setId("nodes");
    table.getStyleClass().add("dense");
    table.setFixedCellSize(ROW);
    table.setColumnResizePolicy(TableView.CONSTRAINED_RESIZE_POLICY_FLEX_LAST_COLUMN);
    table.setPlaceholder(Parts.label("Nodes appear as soon as the first one is heard.", "muted"));
    table.getColumns().addAll(columns());
    var sorted = rows.sorted();
    sorted.comparatorProperty().bind(table.comparatorProperty());
    table.setItems(sorted);
    var title = Parts.label("Nodes and stores", "chart-title");
    Parts.explain(title, "Every process of the cluster that is heard, over the last ten seconds.");
    root = new VBox(title, table);
    root.getStyleClass().addAll("card", "node-table");
  }

  Parent node() {
    return root;
  }

  void show(List<NodeRow> shown) {
    rows.setAll(shown);
    table.setPrefHeight(ROW * (Math.max(1, shown.size()) + 1) + 4);
  }

  private static List<TableColumn<NodeRow, ?>> columns() {
    TableColumn<NodeRow, String> name = Tables.column("Name", NodeRow::name, (_, text) -> text);
    name.setMinWidth(120);
    TableColumn<NodeRow, String> role = Tables.column("Role", NodeRow::role, (_, text) -> text);
    TableColumn<NodeRow, String> region =
        Tables.column("Region", NodeRow::region, (_, text) -> known(text));
    TableColumn<NodeRow, String> version =
        Tables.column("Version", NodeRow::version, (_, text) -> known(text));
    TableColumn<NodeRow, Double> breaker =
        Tables.column("Breaker", NodeRow::breaker, (_, state) -> breaker(state));
    return List.of(
        name,
        state(),
        role,
        region,
        version,
        Tables.numbers("CPU", NodeRow::cpu, Unit.CORES),
        Tables.numbers("Heap", NodeRow::heap, Unit.BYTES),
        Tables.numbers("Requests", NodeRow::requests, Unit.RATE),
        Tables.numbers("p99", NodeRow::p99, Unit.SECONDS),
        Tables.numbers("Hit rate", NodeRow::hits, Unit.SHARE),
        Tables.numbers("Pool", NodeRow::pool, Unit.SHARE),
        breaker);
  }

  private static TableColumn<NodeRow, NodeState.Hearing> state() {
    TableColumn<NodeRow, NodeState.Hearing> column =
        Tables.column("State", NodeRow::state, (_, state) -> words(state));
    column.setCellFactory(_ -> new StateCell());
    column.setMinWidth(96);
    return column;
  }

  private static String known(String text) {
    return text.isEmpty() ? "–" : text;
  }

  private static String words(NodeState.Hearing state) {
    return switch (state) {
      case CONNECTING -> "connecting";
      case HEARD -> "live";
      case SILENT -> "silent";
      case GONE -> "gone";
    };
  }

  private static String breaker(double state) {
    if (Double.isNaN(state)) {
      return "–";
    }
    return state >= 2 ? "open" : state >= 1 ? "half-open" : "closed";
  }

  private static final class StateCell extends TableCell<NodeRow, NodeState.Hearing> {

    @Override
    protected void updateItem(NodeState.Hearing state, boolean none) {
      super.updateItem(state, none);
      var row = none ? null : getTableRow().getItem();
      if (row == null || state == null) {
        setGraphic(null);
        setText("");
        setTooltip(null);
        return;
      }
      setText(words(state));
      setGraphic(Parts.icon(icon(state), style(state)));
      setTooltip(row.reason().isEmpty() ? null : new Tooltip(row.reason()));
    }

    private static Ikon icon(NodeState.Hearing state) {
      return switch (state) {
        case HEARD -> Material2OutlinedAL.CHECK_CIRCLE;
        case CONNECTING -> Material2OutlinedAL.HOURGLASS_EMPTY;
        case SILENT -> Material2OutlinedMZ.WARNING;
        case GONE -> Material2OutlinedMZ.POWER_OFF;
      };
    }

    private static String style(NodeState.Hearing state) {
      return switch (state) {
        case HEARD -> "good-icon";
        case CONNECTING, GONE -> "card-icon";
        case SILENT -> "bad-icon";
      };
    }
  }
}
