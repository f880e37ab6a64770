package ai.hal9.console.chart;

import ai.hal9.console.ui.Parts;
import ai.hal9.console.ui.Tables;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import javafx.collections.FXCollections;
import javafx.scene.control.TableCell;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import javafx.scene.layout.StackPane;

/** The rows behind a chart's lines. */
final class TablePane extends StackPane {

  private final ChartSpec spec;
  private final TableView<ChartTable.Row> rows = new TableView<>();
  private List<String> head = List.of();

  TablePane(ChartSpec spec) {
    this.spec = spec;
    rows.setId("chart-" + spec.id() + "-table");
    rows.setAccessibleText("Values of " + spec.title());
    rows.getStyleClass().addAll("dense", "striped");
    rows.setColumnResizePolicy(TableView.CONSTRAINED_RESIZE_POLICY_FLEX_LAST_COLUMN);
    getChildren().add(rows);
    setVisible(false);
  }

  void show(ChartData data) {
    var table = ChartTable.of(data);
    if (!table.head().equals(head)) {
      head = table.head();
      rows.getColumns().setAll(columns());
    }
    rows.setItems(FXCollections.observableArrayList(table.rows()));
    rows.sort();
  }

  private List<TableColumn<ChartTable.Row, ?>> columns() {
    var columns = new ArrayList<TableColumn<ChartTable.Row, ?>>();
    TableColumn<ChartTable.Row, Instant> time =
        Tables.column("Time", ChartTable.Row::time, (row, _) -> row.clock());
    columns.add(time);
    for (var i = 0; i < head.size(); i++) {
      var index = i;
      TableColumn<ChartTable.Row, Double> numbers =
          Tables.numbers(head.get(i), row -> row.values().get(index), spec.unit());
      numbers.setCellFactory(_ -> new NumberCell(index));
      columns.add(numbers);
    }
    return columns;
  }

  /** Greys what too few samples cannot bear. */
  private final class NumberCell extends TableCell<ChartTable.Row, Double> {

    private final int line;

    NumberCell(int line) {
      this.line = line;
    }

    @Override
    protected void updateItem(Double value, boolean none) {
      super.updateItem(value, none);
      var row = none ? null : getTableRow().getItem();
      setText(row == null || value == null ? "" : spec.unit().text(value));
      Parts.style(this, "weak", row != null && row.weak().get(line));
    }
  }
}
