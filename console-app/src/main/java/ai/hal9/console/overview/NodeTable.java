package ai.hal9.console.overview;

import ai.hal9.console.source.NodeState;
import ai.hal9.console.ui.BreakerWords;
import ai.hal9.console.ui.Parts;
import ai.hal9.console.ui.Sight;
import ai.hal9.console.ui.Tables;
import ai.hal9.console.ui.Unit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.scene.Parent;
import javafx.scene.control.TableCell;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableRow;
import javafx.scene.control.TableView;
import javafx.scene.input.KeyCode;
import javafx.scene.input.MouseButton;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.material2.Material2OutlinedAL;
import org.kordamp.ikonli.material2.Material2OutlinedMZ;

/** One row for each process of the cluster. */
final class NodeTable {

  private static final double ROW = 34;

  private final Map<String, ObjectProperty<NodeRow>> known = new LinkedHashMap<>();
  private final TableView<ObjectProperty<NodeRow>> table = new TableView<>();
  private final VBox root;

  /**
   * @param open goes to one node, by its name
   */
  NodeTable(Consumer<String> open) {
    table.setId("nodes");
    table.setAccessibleText("Nodes and stores");
    table.getStyleClass().add("dense");
    table.setFixedCellSize(ROW);
    table.setColumnResizePolicy(TableView.CONSTRAINED_RESIZE_POLICY_FLEX_LAST_COLUMN);
    table.setPlaceholder(Parts.label("Nodes appear as soon as the first one is heard.", "muted"));
    table.getColumns().addAll(columns());
    table.setSortPolicy(
        _ -> {
          arrange();
          return true;
        });
    table.setRowFactory(_ -> new Row(open));
    table.setOnKeyPressed(
        key -> {
          var chosen = table.getSelectionModel().getSelectedItem();
          if (key.getCode() == KeyCode.ENTER && chosen != null) {
            open(chosen.get(), open);
            key.consume();
          }
        });
    var title = Parts.label("Nodes and stores", "chart-title");
    Parts.explain(title, "Every process of the cluster that is heard, over the last ten seconds.");
    root = new VBox(title, table);
    root.getStyleClass().addAll("card", "node-table");
  }

  Parent node() {
    return root;
  }

  private static void open(NodeRow row, Consumer<String> open) {
    if (row.node()) {
      open.accept(row.name());
    }
  }

  /** A click on a node opens it; a store has no page of its own. */
  private static final class Row extends TableRow<ObjectProperty<NodeRow>> {

    Row(Consumer<String> open) {
      setOnMouseClicked(
          click -> {
            if (getItem() != null && click.getButton() == MouseButton.PRIMARY) {
              open(getItem().get(), open);
            }
          });
    }

    @Override
    protected void updateItem(ObjectProperty<NodeRow> item, boolean none) {
      super.updateItem(item, none);
      Parts.style(this, "opens", !none && item != null && item.get().node());
    }
  }

  /** Changes what differs, where it can be seen: a row that stays is not made anew. */
  void show(List<NodeRow> shown) {
    var names = shown.stream().map(NodeRow::name).toList();
    if (!Sight.of(root) && names.equals(List.copyOf(known.keySet()))) {
      return;
    }
    known.keySet().retainAll(names);
    shown.forEach(
        row -> known.computeIfAbsent(row.name(), _ -> new SimpleObjectProperty<>(row)).set(row));
    arrange();
    table.setPrefHeight(ROW * (Math.max(1, shown.size()) + 1) + 4);
  }

  private void arrange() {
    var rows = new ArrayList<>(known.values());
    if (table.getComparator() != null) {
      rows.sort(table.getComparator());
    }
    if (!rows.equals(table.getItems())) {
      var selected = table.getSelectionModel().getSelectedItem();
      table.getItems().setAll(rows);
      table.getSelectionModel().select(selected);
    }
  }

  private static List<TableColumn<ObjectProperty<NodeRow>, ?>> columns() {
    var name = name();
    TableColumn<ObjectProperty<NodeRow>, String> role =
        Tables.live("Role", NodeRow::role, text -> text);
    TableColumn<ObjectProperty<NodeRow>, String> region =
        Tables.live("Region", NodeRow::region, NodeTable::known);
    TableColumn<ObjectProperty<NodeRow>, String> version =
        Tables.live("Version", NodeRow::version, NodeTable::known);
    TableColumn<ObjectProperty<NodeRow>, Tail> p99 =
        Tables.live("p99", NodeRow::p99, tail -> Unit.SECONDS.text(tail.seconds()), Tail::weak);
    p99.getStyleClass().add("numbers");
    Tables.explain(p99, "Grey where too few requests were answered to know it.");
    TableColumn<ObjectProperty<NodeRow>, Double> breaker =
        Tables.live("Breaker", NodeRow::breaker, BreakerWords::of);
    return List.of(
        name,
        state(),
        role,
        region,
        version,
        Tables.liveNumbers("CPU", NodeRow::cpu, Unit.CORES),
        Tables.liveNumbers("Heap", NodeRow::heap, Unit.BYTES),
        Tables.liveNumbers("Requests", NodeRow::requests, Unit.RATE),
        p99,
        Tables.liveNumbers("Hit rate", NodeRow::hits, Unit.SHARE),
        Tables.liveNumbers("Pool", NodeRow::pool, Unit.SHARE),
        breaker);
  }

  private static TableColumn<ObjectProperty<NodeRow>, Title> name() {
    TableColumn<ObjectProperty<NodeRow>, Title> column =
        Tables.live("Name", row -> new Title(row.title(), row.name()), Title::words);
    column.setCellFactory(_ -> new NameCell());
    column.setMinWidth(120);
    return column;
  }

  /** What people call it, and what telemetry does. */
  private record Title(String words, String name) implements Comparable<Title> {

    @Override
    public int compareTo(Title other) {
      return words.compareTo(other.words);
    }
  }

  private static final class NameCell extends TableCell<ObjectProperty<NodeRow>, Title> {

    @Override
    protected void updateItem(Title title, boolean none) {
      super.updateItem(title, none);
      setText(none || title == null ? "" : title.words());
      Parts.explain(
          this, none || title == null || title.words().equals(title.name()) ? "" : title.name());
    }
  }

  private static TableColumn<ObjectProperty<NodeRow>, State> state() {
    TableColumn<ObjectProperty<NodeRow>, State> column =
        Tables.live("State", State::of, state -> words(state.hearing()));
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

  /** How a node is heard, and why it is not. */
  private record State(NodeState.Hearing hearing, String reason) implements Comparable<State> {

    static State of(NodeRow row) {
      return new State(row.state(), row.reason());
    }

    @Override
    public int compareTo(State other) {
      return hearing.compareTo(other.hearing);
    }
  }

  private static final class StateCell extends TableCell<ObjectProperty<NodeRow>, State> {

    @Override
    protected void updateItem(State state, boolean none) {
      super.updateItem(state, none);
      if (none || state == null) {
        setGraphic(null);
        setText("");
        Parts.explain(this, "");
        return;
      }
      setText(words(state.hearing()));
      setGraphic(Parts.icon(icon(state.hearing()), style(state.hearing())));
      Parts.explain(this, state.reason());
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
