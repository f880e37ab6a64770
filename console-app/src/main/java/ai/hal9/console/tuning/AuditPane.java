package ai.hal9.console.tuning;

import ai.hal9.api.tuning.TuningVersion;
import ai.hal9.console.ui.Bag;
import ai.hal9.console.ui.Parts;
import ai.hal9.console.ui.Saving;
import ai.hal9.console.ui.Tables;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Function;
import javafx.beans.binding.Bindings;
import javafx.beans.binding.IntegerBinding;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TableCell;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyCodeCombination;
import javafx.scene.input.KeyCombination;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.scene.text.Text;
import org.kordamp.ikonli.material2.Material2OutlinedAL;

/** Who ever changed what of the tuning, and why, in place of the parameters. */
final class AuditPane {

  private static final KeyCombination COPY =
      new KeyCodeCombination(KeyCode.C, KeyCombination.SHORTCUT_DOWN);
  private static final double CELL_PADDING = 20;

  private final AuditModel model;
  private final AuditText text;
  private final Saving saving;
  private final InstantSource clock;
  private final Label count = Parts.label("", "muted");
  private final Label failure = Parts.label("", "trouble-words");
  private final Label none = Parts.label("", "muted");
  private final TableView<TuningVersion> table = new TableView<>();
  private final IntegerBinding number;
  private final Button older;
  private final VBox root;

  AuditPane(AuditModel model, CardText text, Saving saving, InstantSource clock, Runnable close) {
    this.model = model;
    number = Bindings.size(model.changes());
    this.text = new AuditText(text);
    this.saving = saving;
    this.clock = clock;
    var title = Parts.label("Every change of the tuning", "card-title");
    Parts.explain(
        title, "Kept in PostgreSQL, so that restarts of nodes and of the cluster lose none.");
    var copy =
        Parts.iconButton(
            "audit-copy",
            "Copy the changes listed (Ctrl+C)",
            Material2OutlinedAL.CONTENT_COPY,
            this::copy);
    var back =
        Parts.iconButton(
            "audit-close", "Back to the parameters (Esc)", Material2OutlinedAL.CLOSE, close);
    var head = new HBox(title, count, Parts.filler(), copy, back);
    head.setAlignment(Pos.CENTER_LEFT);
    head.getStyleClass().add("audit-head");
    older =
        Parts.button(
            "audit-older", "Show older ones", Material2OutlinedAL.EXPAND_MORE, model::older);
    older.getStyleClass().add("flat");
    failure.setId("audit-failure");
    failure.setWrapText(true);
    none.setId("audit-none");
    none.setWrapText(true);
    addTable();
    root = new VBox(head, failure, table, older);
    root.setId("audit");
    root.getStyleClass().addAll("card", "audit");
    VBox.setVgrow(table, Priority.ALWAYS);
  }

  Region node() {
    return root;
  }

  void onShown(Bag held) {
    held.observe(this::show, number, model.heard(), model.more(), model.failure());
  }

  /** For the keys. */
  void focus() {
    table.requestFocus();
    if (table.getSelectionModel().isEmpty()) {
      table.getSelectionModel().selectFirst();
    }
  }

  void copy() {
    var listed = table.getItems();
    saving.copy(
        listed.size() == 1 ? "One change" : listed.size() + " changes", text.tabbed(listed));
  }

  private void show() {
    var read = number.get();
    count.setText(read == 0 ? "" : model.more().get() ? "the newest " + read : read + " in all");
    visible(older, model.more().get());
    failure.setText(model.failure().get());
    visible(failure, !failure.getText().isEmpty());
    none.setText(
        model.heard().get()
            ? "Nobody has changed the tuning yet. Whoever does is listed here, with when, why, from"
                + " which value and to which."
            : failure.isVisible() ? "Asked again every two seconds." : "Asking the cluster…");
  }

  private void addTable() {
    table.setId("audit-table");
    table.setAccessibleText("Every change of the tuning");
    table.getStyleClass().add("dense");
    table.setPlaceholder(none);
    table.setColumnResizePolicy(TableView.CONSTRAINED_RESIZE_POLICY_FLEX_LAST_COLUMN);
    TableColumn<TuningVersion, Instant> time =
        Tables.column(
            "Time", TuningVersion::time, (change, _) -> text.time(change, clock.instant()));
    Tables.sized(time, 116, 130);
    var reached = words("Reached", AuditText::reached);
    Tables.explain(reached, "All nodes, those that join later too, or one of them.");
    Tables.sized(reached, 80, 100);
    var version =
        Tables.<TuningVersion, Long>column(
            "Version", TuningVersion::version, (_, number) -> number.toString());
    version.getStyleClass().add("numbers");
    Tables.sized(version, 64, 72);
    var who = words("Who", TuningVersion::who);
    Tables.explain(who, "As whoever asked has said.");
    Tables.sized(who, 80, 120);
    var right = words("By right of", AuditText::right);
    Tables.explain(
        right, "As the node itself knows: what was shown to it, or that it acted alone.");
    Tables.sized(right, 140, 240);
    right.setPrefWidth(240);
    var changed = words("Changed", change -> String.join("\n", text.changed(change)));
    changed.setMinWidth(262);
    var why = words("Why", TuningVersion::why);
    why.setMinWidth(120);
    table.getColumns().addAll(List.of(time, reached, version, who, right, changed, why));
    var sorted = model.changes().sorted();
    sorted.comparatorProperty().bind(table.comparatorProperty());
    table.setItems(sorted);
    table.setOnKeyPressed(
        key -> {
          if (COPY.match(key)) {
            copy();
            key.consume();
          }
        });
  }

  private static TableColumn<TuningVersion, String> words(
      String title, Function<TuningVersion, String> of) {
    var column = Tables.column(title, of, (_, words) -> words);
    column.setCellFactory(_ -> new WrappedCell(column));
    return column;
  }

  private static void visible(Region part, boolean on) {
    part.setVisible(on);
    part.setManaged(on);
  }

  /** As high as its words need: a table asks its cells for no height that depends on the width. */
  private static final class WrappedCell extends TableCell<TuningVersion, String> {

    private final Text words = new Text();

    WrappedCell(TableColumn<?, ?> column) {
      words.getStyleClass().add("cell-words");
      words.wrappingWidthProperty().bind(column.widthProperty().subtract(CELL_PADDING));
    }

    @Override
    protected void updateItem(String item, boolean none) {
      super.updateItem(item, none);
      words.setText(none || item == null ? "" : item);
      setGraphic(none ? null : words);
    }
  }
}
