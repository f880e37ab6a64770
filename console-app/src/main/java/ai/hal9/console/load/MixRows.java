package ai.hal9.console.load;

import ai.hal9.api.yaml.YamlError;
import ai.hal9.console.ui.Parts;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.material2.Material2OutlinedAL;

/** The kinds of requests that are sent: of so many parts each, what, and where to. */
final class MixRows {

  private static final List<String> METHODS = List.of("GET", "POST", "PUT", "PATCH", "DELETE");

  private static final String SIGNALS =
      "Sends signals: POST /api/v1/signal, with a drawn content and user.";
  private static final String ACTIONS =
      "Plays games: every request, and every figure, is of a player’s action"
          + " (POST /api/games/…/actions). No signal is sent.";

  private final Inputs.Change change;
  private final List<Row> rows = new ArrayList<>();
  private final VBox box = new VBox(8);
  private final Label usual = Parts.label(SIGNALS, "muted");
  private final VBox root;

  private record Row(
      TextField name, TextField weight, ComboBox<String> method, TextField path, TextField body) {}

  MixRows(Inputs.Change change) {
    this.change = change;
    usual.setWrapText(true);
    root = Inputs.part("Requests", "form-mix", box, "Add request", this::add);
    root.getChildren().add(1, usual);
  }

  VBox node() {
    return root;
  }

  void show(ScenarioText text, List<YamlError> errors) {
    var mix = text.mix();
    usual.setText(text.playsGames() ? ACTIONS : SIGNALS);
    usual.setVisible(mix.isEmpty());
    usual.setManaged(mix.isEmpty());
    if (rows.size() != mix.size()) {
      rows.clear();
    }
    Inputs.rows(box, mix.size(), this::row);
    for (var i = 0; i < mix.size(); i++) {
      show(rows.get(i), mix.get(i), "mix[%d].".formatted(i), errors);
    }
  }

  private static void show(Row row, MixItem item, String path, List<YamlError> errors) {
    Inputs.set(row.name, item.text("name"));
    Inputs.set(row.weight, item.text("weight"));
    var method = item.text("method");
    row.method.setValue(
        !method.isEmpty() ? method : item.entries().containsKey("body") ? "POST" : "GET");
    Inputs.set(row.path, item.text("path"));
    // what is a mapping is shown, and edited in the text
    row.body.setEditable(!item.composed("body"));
    Inputs.set(row.body, item.written("body"));
    Inputs.mark(row.name, errors, path + "name");
    Inputs.mark(row.weight, errors, path + "weight");
    Inputs.mark(row.method, errors, path + "method");
    Inputs.mark(row.path, errors, path + "path");
    Inputs.mark(row.body, errors, path + "body");
  }

  private VBox row(int index) {
    var number = index + 1;
    var name = input(index, "name", "Name of request " + number, "name");
    Parts.explain(name, "What reports call it.");
    var weight = input(index, "weight", "Share of request " + number, "1");
    weight.setPrefColumnCount(2);
    weight.setMinWidth(48);
    Parts.explain(weight, "Its share, relative to the others’: 3 is sent thrice as often as 1.");
    var method =
        Inputs.choice("mix-%d-method".formatted(number), "Method of request " + number, METHODS);
    method.setMinWidth(96);
    method.setOnAction(_ -> set(index, "method", method.getValue()));
    var path = input(index, "path", "Path of request " + number, "/api/v1/…");
    HBox.setHgrow(path, Priority.ALWAYS);
    Parts.explain(path, "Where to; ${user} and ${sequence} stand for a user and a number.");
    var body = input(index, "body", "Body of request " + number, "no body");
    Parts.explain(
        body,
        "What is sent; ${content}, ${user} and ${sequence} stand for what is drawn. A body that is"
            + " a mapping is edited in the text.");
    rows.add(new Row(name, weight, method, path, body));
    var first =
        new HBox(
            weight,
            Parts.label("×", "muted"),
            method,
            path,
            Parts.iconButton(
                "mix-%d-remove".formatted(number),
                "Remove this request",
                Material2OutlinedAL.DELETE,
                () -> with(mix -> mix.remove(index))));
    first.getStyleClass().add("form-row");
    HBox.setHgrow(body, Priority.ALWAYS);
    var second = new HBox(name, body);
    second.getStyleClass().add("form-row");
    return new VBox(4, first, second);
  }

  private TextField input(int index, String key, String words, String prompt) {
    var input = Inputs.field("mix-%d-%s".formatted(index + 1, key), words);
    input.setPromptText(prompt);
    input
        .textProperty()
        .addListener(
            _ -> {
              if (input.isEditable()) {
                set(index, key, input.getText().strip());
              }
            });
    return input;
  }

  private void set(int index, String key, String value) {
    with(
        mix -> {
          if (!mix.get(index).text(key).equals(value)) {
            mix.set(index, mix.get(index).with(key, value));
          }
        });
  }

  /** First what is sent without a mix, so that adding to it takes nothing away. */
  private void add() {
    with(mix -> mix.add(mix.isEmpty() ? MixItem.SIGNAL : MixItem.OTHER));
  }

  private void with(Consumer<List<MixItem>> how) {
    change.accept(
        text -> {
          var mix = new ArrayList<>(text.mix());
          how.accept(mix);
          return mix.equals(text.mix()) ? text : text.withMix(mix);
        });
  }
}
