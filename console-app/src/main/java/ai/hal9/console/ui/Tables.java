package ai.hal9.console.ui;

import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Predicate;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.scene.control.TableCell;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableRow;
import javafx.scene.input.MouseEvent;

/** Columns that sort by what a value is and show how it is written. */
public final class Tables {

  private Tables() {}

  /**
   * A column.
   *
   * @param value what it sorts by
   * @param text what it shows, of the row and the value
   */
  public static <R, V extends Comparable<? super V>> TableColumn<R, V> column(
      String title, Function<R, V> value, BiFunction<R, V, String> text) {
    var column = new TableColumn<R, V>(title);
    column.setCellValueFactory(
        features -> new ReadOnlyObjectWrapper<>(value.apply(features.getValue())));
    column.setCellFactory(
        _ ->
            new TableCell<>() {
              @Override
              protected void updateItem(V item, boolean none) {
                super.updateItem(item, none);
                var row = none ? null : getTableRow().getItem();
                setText(row == null || item == null ? "" : text.apply(row, item));
              }
            });
    return column;
  }

  /** Whether a click in a table is on one of its rows: not on the header, nor below the last. */
  public static boolean onRow(MouseEvent click) {
    for (var at = click.getPickResult().getIntersectedNode(); at != null; at = at.getParent()) {
      if (at instanceof TableRow<?> row) {
        return !row.isEmpty();
      }
    }
    return false;
  }

  /** A column of text that may need more room than there is: hovering tells the whole of it. */
  public static <R> TableColumn<R, String> texts(String title, Function<R, String> value) {
    TableColumn<R, String> column = column(title, value, (_, text) -> text);
    column.setCellFactory(
        _ ->
            new TableCell<>() {
              @Override
              protected void updateItem(String item, boolean none) {
                super.updateItem(item, none);
                var text = none || item == null ? "" : item;
                setText(text);
                Hint.on(this, text);
              }
            });
    return column;
  }

  /** One sentence on a column that appears on hover over its title. */
  public static void explain(TableColumn<?, ?> column, String words) {
    var title = Parts.label(column.getText());
    Parts.explain(title, words);
    column.setGraphic(title);
    column.setText("");
  }

  /** Keeps a column between two widths, so that what is left goes to those that need it. */
  public static void sized(TableColumn<?, ?> column, double least, double most) {
    column.setMinWidth(least);
    column.setMaxWidth(most);
  }

  /** A column of numbers: to the right, so that their digits stand under each other. */
  public static <R> TableColumn<R, Double> numbers(
      String title, Function<R, Double> value, Unit unit) {
    var column = column(title, value, (_, number) -> unit.text(number));
    column.getStyleClass().add("numbers");
    return column;
  }

  /**
   * A column of rows that change: only cells whose value differs are written anew.
   *
   * @param value what it sorts by
   * @param text what it shows
   */
  public static <R, V extends Comparable<? super V>> TableColumn<ObjectProperty<R>, V> live(
      String title, Function<R, V> value, Function<V, String> text) {
    return live(title, value, text, _ -> false);
  }

  /**
   * As {@link #live}, of values that may rest on too little.
   *
   * @param weak which of them are greyed
   */
  public static <R, V extends Comparable<? super V>> TableColumn<ObjectProperty<R>, V> live(
      String title, Function<R, V> value, Function<V, String> text, Predicate<V> weak) {
    var column = new TableColumn<ObjectProperty<R>, V>(title);
    column.setCellValueFactory(features -> features.getValue().map(value));
    column.setCellFactory(
        _ ->
            new TableCell<>() {
              @Override
              protected void updateItem(V item, boolean none) {
                super.updateItem(item, none);
                setText(none || item == null ? "" : text.apply(item));
                Parts.style(this, "weak", !none && item != null && weak.test(item));
              }
            });
    return column;
  }

  /** As {@link #live}, of numbers to the right. */
  public static <R> TableColumn<ObjectProperty<R>, Double> liveNumbers(
      String title, Function<R, Double> value, Unit unit) {
    var column = live(title, value, unit::text);
    column.getStyleClass().add("numbers");
    return column;
  }
}
