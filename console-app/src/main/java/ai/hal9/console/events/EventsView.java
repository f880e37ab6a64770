package ai.hal9.console.events;

import ai.hal9.api.telemetry.EventKind;
import ai.hal9.console.chart.Happened;
import ai.hal9.console.series.HistoryEvent;
import ai.hal9.console.session.Workplace;
import ai.hal9.console.ui.Action;
import ai.hal9.console.ui.ActionSource;
import ai.hal9.console.ui.Bag;
import ai.hal9.console.ui.LocalKey;
import ai.hal9.console.ui.Parts;
import ai.hal9.console.ui.Tables;
import ai.hal9.console.ui.UiThread;
import ai.hal9.console.ui.View;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javafx.geometry.Pos;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.TableCell;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyCodeCombination;
import javafx.scene.input.KeyCombination;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.material2.Material2OutlinedAL;

/** Everything that happened; choosing one moves all charts to its moment. */
public final class EventsView extends View implements ActionSource {

  private static final List<EventKind> KINDS = List.of(EventKind.values());
  private static final KeyCombination COPY =
      new KeyCodeCombination(KeyCode.C, KeyCombination.SHORTCUT_DOWN);

  private final Workplace place;
  private final EventsModel model;
  private final TextField search = new TextField();
  private final ComboBox<String> kinds = new ComboBox<>();
  private final Label count = Parts.label("", "muted");
  private final TableView<HistoryEvent> table = new TableView<>();
  private final VBox root;

  public EventsView(Workplace place) {
    this.place = place;
    model = new EventsModel(place.session().history(), place.charts(), place.background());
    search.setId("events-search");
    search.setPromptText("Filter events  ( / )");
    search.setAccessibleText("Filter the events");
    search.textProperty().bindBidirectional(model.typed());
    HBox.setHgrow(search, Priority.ALWAYS);
    search.setMaxWidth(360);
    addKinds();
    var copy = button("events-copy", "Copy", this::copy);
    Parts.explain(copy, "Copies the events listed (Ctrl+C in the list).");
    var export = button("events-csv", "Export CSV…", this::export);
    var row = new HBox(search, kinds, count, Parts.filler(), copy, export);
    row.getStyleClass().add("events-choices");
    row.setAlignment(Pos.CENTER_LEFT);
    addTable();
    var card = new VBox(table);
    card.getStyleClass().addAll("card", "events-card");
    VBox.setVgrow(table, Priority.ALWAYS);
    VBox.setVgrow(card, Priority.ALWAYS);
    var failure = Parts.told("events-failure", model.failure(), "trouble-words");
    root = new VBox(row, failure, card);
    root.setId("events");
    root.getStyleClass().add("page");
  }

  @Override
  public Parent node() {
    return root;
  }

  @Override
  public List<Action> actions() {
    var all = new ArrayList<Action>();
    all.add(
        new Action(
            "search", "Filter events", Material2OutlinedAL.FILTER_LIST, "/", search::requestFocus));
    all.add(
        Action.local(
            "events-copy",
            "Copy the events listed",
            Material2OutlinedAL.CONTENT_COPY,
            "Ctrl+C",
            this::copy));
    all.add(
        new Action(
            "events-csv",
            "Export the events listed as CSV",
            Material2OutlinedAL.GET_APP,
            "",
            this::export));
    for (var i = 0; i < kinds.getItems().size(); i++) {
      var index = i;
      all.add(
          new Action(
              "events-kind-" + i,
              "Show events of kind: " + kinds.getItems().get(i).toLowerCase(Locale.ROOT),
              Material2OutlinedAL.FILTER_LIST,
              "",
              () -> kinds.getSelectionModel().select(index)));
    }
    return all;
  }

  @Override
  public List<LocalKey> localKeys() {
    return List.of(
        new LocalKey("Enter", "Move all charts to the event chosen in the list of events"));
  }

  @Override
  protected void onShown(Bag held) {
    held.add(model::stop);
    held.add(place.session().feed().onNews(UiThread.paced(model::refresh))::close);
    held.observe(this::count, model.found(), model.total());
    model.refresh();
  }

  private void count() {
    var shown = model.found().size();
    count.setText(
        shown == model.total().get()
            ? "%d events".formatted(shown)
            : "%d of %d".formatted(shown, model.total().get()));
    table.setPlaceholder(
        Parts.label(
            model.total().get() == 0
                ? "Nothing has happened yet: tuning, nodes that come and go, breakers and load"
                    + " stages appear here and on every chart."
                : "No event is like that. Change or clear the filter.",
            "muted"));
  }

  private void addKinds() {
    kinds.setId("events-kind");
    kinds.setAccessibleText("Kind of event");
    kinds.getItems().add("All kinds");
    for (var kind : KINDS) {
      kinds.getItems().add(Happened.words(kind));
    }
    kinds.getSelectionModel().select(0);
    kinds.setOnAction(
        _ -> {
          var chosen = kinds.getSelectionModel().getSelectedIndex();
          model.kind().set(chosen <= 0 ? null : KINDS.get(chosen - 1));
        });
  }

  private void addTable() {
    table.setId("events-table");
    table.setAccessibleText("Everything that happened");
    table.getStyleClass().addAll("dense", "striped");
    table.setColumnResizePolicy(TableView.CONSTRAINED_RESIZE_POLICY_FLEX_LAST_COLUMN);
    TableColumn<HistoryEvent, Instant> time =
        Tables.column("Time", event -> event.event().time(), (event, _) -> Happened.clock(event));
    Tables.sized(time, 80, 110);
    TableColumn<HistoryEvent, EventKind> kind =
        Tables.column("Kind", event -> event.event().kind(), (_, value) -> Happened.words(value));
    kind.setCellFactory(_ -> new KindCell());
    Tables.sized(kind, 130, 170);
    TableColumn<HistoryEvent, String> what = Tables.texts("What", event -> event.event().title());
    Tables.sized(what, 240, 360);
    TableColumn<HistoryEvent, String> who =
        Tables.column("Told by", Happened::who, (_, text) -> text);
    Tables.sized(who, 100, 160);
    TableColumn<HistoryEvent, String> details = Tables.texts("Details", Happened::details);
    details.setMinWidth(200);
    table.getColumns().addAll(List.of(time, kind, what, who, details));
    var sorted = model.found().sorted();
    sorted.comparatorProperty().bind(table.comparatorProperty());
    table.setItems(sorted);
    table.setOnMouseClicked(
        click -> {
          if (Tables.onRow(click)) {
            look();
          }
        });
    table.setOnKeyPressed(
        key -> {
          if (key.getCode() == KeyCode.ENTER) {
            look();
            key.consume();
          } else if (COPY.match(key)) {
            copy();
            key.consume();
          }
        });
  }

  private void look() {
    var event = table.getSelectionModel().getSelectedItem();
    if (event != null) {
      model.lookAt(event);
    }
  }

  private void copy() {
    place.charts().saving().copy("%d events".formatted(model.found().size()), model.tabbed());
  }

  private void export() {
    var text = model.csv();
    place
        .charts()
        .saving()
        .save("events.csv", out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
  }

  private static Button button(String id, String words, Runnable action) {
    var button = new Button(words);
    button.setId(id);
    button.setOnAction(_ -> action.run());
    return button;
  }

  private static final class KindCell extends TableCell<HistoryEvent, EventKind> {

    @Override
    protected void updateItem(EventKind kind, boolean none) {
      super.updateItem(kind, none);
      setText(none || kind == null ? "" : Happened.words(kind));
      setGraphic(none || kind == null ? null : Parts.icon(Happened.icon(kind), "event-icon"));
    }
  }
}
