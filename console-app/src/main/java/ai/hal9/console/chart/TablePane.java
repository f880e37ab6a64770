package ai.hal9.console.chart;

import ai.hal9.console.ui.Action;
import ai.hal9.console.ui.Parts;
import ai.hal9.console.ui.Tables;
import ai.hal9.console.ui.Unit;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import javafx.collections.FXCollections;
import javafx.scene.control.CheckMenuItem;
import javafx.scene.control.TableCell;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import javafx.scene.layout.StackPane;
import org.kordamp.ikonli.material2.Material2OutlinedMZ;

/** The values behind a chart, in place of what is drawn where the user wants that. */
final class TablePane extends StackPane {

  /** With more columns than these each keeps its width, and the table scrolls. */
  private static final int MOST_SIDE_BY_SIDE = 9;

  private final ChartCard card;
  private final CheckMenuItem wanted = new CheckMenuItem("Show as table");
  private final TableView<ValueTable.Row> rows = new TableView<>();
  private List<String> head = List.of();

  /**
   * Offers the table in the chart's menu.
   *
   * @param changed draws again, when the user wants the other
   */
  TablePane(ChartSpec spec, ChartCard card, Runnable changed) {
    this.card = card;
    rows.setId("chart-" + spec.id() + "-table");
    rows.setAccessibleText("Values of " + spec.title());
    rows.getStyleClass().addAll("dense", "striped");
    getChildren().add(rows);
    setVisible(false);
    wanted.setId("chart-" + spec.id() + "-as-table");
    wanted.selectedProperty().addListener(_ -> changed.run());
    card.offer(wanted);
  }

  /** For the command palette. */
  Action action() {
    return card.action(
        "table",
        "as table or chart",
        Material2OutlinedMZ.TABLE_CHART,
        "Show",
        () -> wanted.setSelected(!wanted.isSelected()));
  }

  /**
   * Is visible from now on where it is wanted and there is anything to show.
   *
   * @param known whether there is
   * @param values asked for only while it is visible
   */
  void show(boolean known, Supplier<ValueTable> values) {
    setVisible(known && wanted.isSelected());
    if (isVisible()) {
      fill(values.get());
    }
  }

  private void fill(ValueTable table) {
    if (!table.head().equals(head)) {
      head = table.head();
      rows.setColumnResizePolicy(
          head.size() < MOST_SIDE_BY_SIDE
              ? TableView.CONSTRAINED_RESIZE_POLICY_FLEX_LAST_COLUMN
              : TableView.UNCONSTRAINED_RESIZE_POLICY);
      rows.getColumns().setAll(columns(table));
    }
    rows.setItems(FXCollections.observableArrayList(table.rows()));
    rows.sort();
  }

  private List<TableColumn<ValueTable.Row, ?>> columns(ValueTable table) {
    var columns = new ArrayList<TableColumn<ValueTable.Row, ?>>();
    TableColumn<ValueTable.Row, Double> of =
        Tables.column(table.of(), ValueTable.Row::order, (row, _) -> row.words());
    columns.add(of);
    for (var i = 0; i < head.size(); i++) {
      var index = i;
      TableColumn<ValueTable.Row, Double> numbers =
          Tables.numbers(head.get(i), row -> row.values().get(index), table.unit());
      numbers.setCellFactory(_ -> new NumberCell(table.unit(), index));
      columns.add(numbers);
    }
    return columns;
  }

  /** Greys what too few samples cannot bear. */
  private static final class NumberCell extends TableCell<ValueTable.Row, Double> {

    private final Unit unit;
    private final int column;

    NumberCell(Unit unit, int column) {
      this.unit = unit;
      this.column = column;
    }

    @Override
    protected void updateItem(Double value, boolean none) {
      super.updateItem(value, none);
      var row = none ? null : getTableRow().getItem();
      setText(row == null || value == null ? "" : unit.text(value));
      Parts.style(this, "weak", row != null && row.weak().get(column));
    }
  }
}
