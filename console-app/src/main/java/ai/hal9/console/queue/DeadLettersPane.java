package ai.hal9.console.queue;

import ai.hal9.console.ui.Bag;
import ai.hal9.console.ui.Parts;
import ai.hal9.console.ui.Tables;
import ai.hal9.sim.chart.Quantity;
import ai.hal9.sim.telemetry.DeadLetter;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import javafx.beans.InvalidationListener;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.SelectionMode;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.material2.Material2OutlinedAL;
import org.kordamp.ikonli.material2.Material2OutlinedMZ;

/** Dead letters as rows, and the ways to decide about them. */
final class DeadLettersPane {

  private static final DateTimeFormatter WHEN =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT)
          .withZone(ZoneId.systemDefault());
  private static final double ROW = 34;
  private static final int MOST_ROWS = 8;

  private final DeadLettersModel model;
  private final TableView<DeadLetter> table = new TableView<>();
  private final Label none = Parts.label("No entry of the queue waits for a decision.");
  private final Button redrive;
  private final Button discard;
  private final Label question = words("dead-letters-question", "trouble-words");
  private final Button confirm =
      Parts.button("dead-letters-confirm", "", Material2OutlinedAL.CHECK, this::confirm);
  private final Button keep;
  private final HBox asking;
  private final VBox root;

  DeadLettersPane(DeadLettersModel model) {
    this.model = model;
    redrive =
        Parts.button(
            "redrive",
            "Redrive",
            Material2OutlinedMZ.REPLAY,
            () -> model.propose(Decision.REDRIVE, about()));
    Parts.explain(redrive, "Puts them back into the queue, for after the cause is gone.");
    discard =
        Parts.button(
            "discard",
            "Discard",
            Material2OutlinedAL.DELETE,
            () -> model.propose(Decision.DISCARD, about()));
    Parts.explain(discard, "Drops them for good.");
    var head = new HBox(8, Parts.label("Dead letters", "card-title"), Parts.filler());
    head.getChildren().addAll(redrive, discard);
    head.setAlignment(Pos.CENTER_LEFT);
    keep =
        Parts.button(
            "dead-letters-keep",
            "Leave them",
            Material2OutlinedAL.CLOSE,
            () -> {
              var _ = model.drop();
            });
    HBox.setHgrow(question, Priority.ALWAYS);
    question.setMaxWidth(Double.MAX_VALUE);
    confirm.setMinWidth(Region.USE_PREF_SIZE);
    keep.setMinWidth(Region.USE_PREF_SIZE);
    asking = new HBox(8, question, confirm, keep);
    asking.setAlignment(Pos.CENTER_LEFT);
    var readOnly = words("dead-letters-read-only", "read-only");
    readOnly.setText(model.readOnly());
    shown(readOnly, !model.readOnly().isEmpty());
    none.getStyleClass().add("muted");
    none.setWrapText(true);
    build();
    root =
        new VBox(
            8,
            head,
            readOnly,
            bound(model.failure(), "dead-letters-failure", "trouble-words"),
            bound(model.notice(), "dead-letters-notice", "muted"),
            asking,
            none,
            table);
    root.setId("dead-letters");
    root.getStyleClass().add("card");
  }

  Region node() {
    return root;
  }

  /** Those chosen; all where none is. */
  List<DeadLetter> about() {
    var chosen =
        table.getSelectionModel().getSelectedItems().stream().filter(Objects::nonNull).toList();
    return chosen.isEmpty() ? model.letters().get() : chosen;
  }

  void observe(Bag held) {
    held.observe(this::showLetters, model.letters(), model.known());
    held.observe(this::showQuestion, model.question());
    held.observe(this::showChoice, model.letters(), model.busy());
  }

  private void confirm() {
    model.confirm();
  }

  private void build() {
    table.setId("dead-letters-table");
    table.getStyleClass().add("dense");
    table.setFixedCellSize(ROW);
    table.getSelectionModel().setSelectionMode(SelectionMode.MULTIPLE);
    table.setColumnResizePolicy(TableView.CONSTRAINED_RESIZE_POLICY_FLEX_LAST_COLUMN);
    TableColumn<DeadLetter, Instant> when =
        Tables.column("Since", DeadLetter::at, (_, at) -> WHEN.format(at));
    Tables.sized(when, 140, 160);
    TableColumn<DeadLetter, Integer> signals =
        Tables.column(
            "Signals", letter -> letter.signals().size(), (_, count) -> Quantity.exact(count));
    signals.getStyleClass().add("numbers");
    Tables.sized(signals, 72, 88);
    TableColumn<DeadLetter, Long> bytes =
        Tables.column("Bytes", DeadLetter::bytes, (_, count) -> Quantity.exact(count));
    bytes.getStyleClass().add("numbers");
    Tables.sized(bytes, 72, 96);
    TableColumn<DeadLetter, String> id = Tables.texts("Entry", DeadLetter::id);
    Tables.sized(id, 140, 160);
    TableColumn<DeadLetter, String> reason =
        Tables.texts("Reason", letter -> letter.reason().replaceAll("\\s+", " "));
    reason.setMinWidth(260);
    table.getColumns().addAll(List.of(when, id, signals, bytes, reason));
    table
        .getSelectionModel()
        .getSelectedItems()
        .addListener((InvalidationListener) _ -> showChoice());
  }

  private void showLetters() {
    var chosen = about().stream().map(DeadLetter::id).toList();
    var all = table.getSelectionModel().getSelectedItems().isEmpty();
    var letters = model.letters().get();
    table.getItems().setAll(letters);
    for (var i = 0; !all && i < letters.size(); i++) {
      if (chosen.contains(letters.get(i).id())) {
        table.getSelectionModel().select(i);
      }
    }
    table.setPrefHeight((Math.min(letters.size(), MOST_ROWS) + 1) * ROW + 2);
    shown(table, !letters.isEmpty());
    shown(none, letters.isEmpty() && model.known().get());
  }

  private void showQuestion() {
    var asked = model.question().get();
    shown(asking, asked.isPresent());
    asked.ifPresent(
        each -> {
          question.setText(each.words());
          confirm.setText(each.decision().verb());
          Parts.style(confirm, "danger", each.decision() == Decision.DISCARD);
          // what cannot be undone takes more than the key that asked for it
          (each.decision() == Decision.DISCARD ? keep : confirm).requestFocus();
        });
  }

  private void showChoice() {
    var chosen = table.getSelectionModel().getSelectedItems().size();
    var may = model.readOnly().isEmpty() && !model.busy().get() && !model.letters().get().isEmpty();
    redrive.setDisable(!may);
    discard.setDisable(!may);
    redrive.setText(chosen == 0 ? "Redrive all" : "Redrive %d".formatted(chosen));
    discard.setText(chosen == 0 ? "Discard all" : "Discard %d".formatted(chosen));
  }

  private static Label words(String id, String style) {
    var label = Parts.label("", style);
    label.setId(id);
    label.setWrapText(true);
    return label;
  }

  private static Label bound(ReadOnlyStringProperty text, String id, String style) {
    var label = words(id, style);
    label.textProperty().bind(text);
    label.visibleProperty().bind(text.isNotEmpty());
    label.managedProperty().bind(label.visibleProperty());
    return label;
  }

  private static void shown(Region part, boolean on) {
    part.setVisible(on);
    part.setManaged(on);
  }
}
