package ai.hal9.console.load;

import ai.hal9.api.yaml.YamlError;
import ai.hal9.console.chart.ChartKey;
import ai.hal9.console.chart.ChartPanel;
import ai.hal9.console.loading.LoadStatus;
import ai.hal9.console.session.Workplace;
import ai.hal9.console.ui.Action;
import ai.hal9.console.ui.ActionSource;
import ai.hal9.console.ui.Bag;
import ai.hal9.console.ui.LocalKey;
import ai.hal9.console.ui.Parts;
import ai.hal9.console.ui.UiThread;
import ai.hal9.console.ui.View;
import ai.hal9.console.ui.WrapGrid;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TextArea;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.material2.Material2OutlinedAL;
import org.kordamp.ikonli.material2.Material2OutlinedMZ;

/** Choose or write a scenario, send it to the cluster, follow and steer it. */
public final class LoadView extends View implements ActionSource {

  private final Workplace place;
  private final LoadModel model;
  private final ScenarioBar bar;
  private final ScenarioForm form;
  private final TextArea yaml = new TextArea();
  private final VBox errors = new VBox(2);
  private final StageCurve curve = new StageCurve();
  private final LivePane live;
  private final Button start;
  private final Label trouble = Parts.label("", "trouble-words");
  private final List<ChartPanel> charts = new ArrayList<>();
  private final WrapGrid chartGrid = new WrapGrid(410, 2);
  private final ScrollPane root;

  public LoadView(Workplace place) {
    this.place = place;
    model = new LoadModel(place);
    form = new ScenarioForm(model.editor()::edit);
    bar = new ScenarioBar(model.editor(), place.charts().saving());
    live = new LivePane(model, this::openReport);
    start = Parts.button("start-load", "Start load", Material2OutlinedMZ.PLAY_ARROW, model::start);
    start.getStyleClass().add("accent");
    start.setMinWidth(Button.USE_PREF_SIZE);
    for (var i = 0; i < LoadCharts.SPECS.size(); i++) {
      var chart = new ChartPanel(LoadCharts.SPECS.get(i), place.charts(), model.chart(i));
      charts.add(chart);
      chartGrid.getChildren().add(chart.node());
    }
    trouble.textProperty().bind(model.troubles());
    trouble.visibleProperty().bind(trouble.textProperty().isNotEmpty());
    trouble.managedProperty().bind(trouble.visibleProperty());
    trouble.setWrapText(true);
    trouble.setId("load-trouble");
    var page = new VBox(head(), trouble, live, chartGrid, editor());
    page.getStyleClass().add("page");
    root = new ScrollPane(page);
    root.setId("load-screen");
    root.setFitToWidth(true);
    root.getStyleClass().add("page-scroll");
    yaml.textProperty().bindBidirectional(model.editor().text());
    start
        .disableProperty()
        .bind(
            model
                .editor()
                .scenario()
                .map(Optional::isEmpty)
                .flatMap(
                    wrong ->
                        model
                            .status()
                            .map(now -> wrong || now.phase().busy() || !model.allowed())));
  }

  private Node head() {
    var row = new HBox(8, bar.node(), Parts.filler(), start);
    row.setAlignment(Pos.CENTER_LEFT);
    if (model.allowed()) {
      Parts.explain(start, "Sends this scenario to ‘%s’ (Ctrl+Enter).".formatted(model.cluster()));
      return row;
    }
    var why =
        Parts.label(
            place.session().readOnly()
                + " The console only looks: no load is sent there, and what is here can be written"
                + " and saved.",
            "read-only");
    why.setId("load-read-only");
    why.setWrapText(true);
    return new VBox(8, row, why);
  }

  private Node editor() {
    yaml.setId("scenario-yaml");
    yaml.getStyleClass().add("log");
    yaml.setAccessibleText("The scenario as YAML");
    yaml.setPrefRowCount(26);
    yaml.setWrapText(true);
    errors.setId("scenario-errors");
    VBox.setVgrow(yaml, Priority.ALWAYS);
    var text = new VBox(8, Parts.label("As text (YAML)", "chart-title"), errors, yaml);
    text.getStyleClass().add("card");
    var shape = new VBox(8, Parts.label("Load over time", "chart-title"), curve);
    shape.getStyleClass().add("card");
    var fields = new VBox(8, Parts.label("As form", "chart-title"), form);
    fields.getStyleClass().add("card");
    var left = new VBox(16, shape, fields);
    HBox.setHgrow(left, Priority.ALWAYS);
    HBox.setHgrow(text, Priority.ALWAYS);
    left.setPrefWidth(540);
    text.setPrefWidth(420);
    left.setMinWidth(380);
    text.setMinWidth(280);
    return new HBox(16, left, text);
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
            "start-load",
            "Start the load in the editor",
            Material2OutlinedMZ.PLAY_ARROW,
            "Ctrl+Enter",
            model::start));
    all.addAll(live.actions());
    all.addAll(bar.actions());
    charts.forEach(chart -> all.addAll(chart.actions()));
    return all;
  }

  @Override
  public List<LocalKey> localKeys() {
    return ChartKey.all();
  }

  @Override
  protected void onShown(Bag held) {
    held.add(model::stopLooking);
    place.whenNew(held, model::refresh);
    held.add(place.load().onNews(UiThread.coalesced(model::look))::close);
    var editor = model.editor();
    held.observe(this::showScenario, editor.text(), editor.errors(), editor.scenario());
    held.observe(this::showStatus, model.status(), place.charts().now());
    model.look();
    showParts(held, charts);
  }

  private void showScenario() {
    var found = List.copyOf(model.editor().errors().get());
    form.show(ScenarioText.of(model.editor().text().get()), found);
    curve.show(model.editor().scenario().get());
    errors.getChildren().setAll(found.stream().map(this::error).toList());
    errors.setVisible(!found.isEmpty());
    errors.setManaged(!found.isEmpty());
  }

  private Node error(YamlError error) {
    var link = new Hyperlink(error.text());
    link.setWrapText(true);
    link.setGraphic(Parts.icon(Material2OutlinedAL.ERROR, "bad-icon"));
    link.getStyleClass().add("scenario-error");
    link.setOnAction(_ -> goTo(error.line()));
    return link;
  }

  private void goTo(int line) {
    var lines = yaml.getText().split("\n", -1);
    var at = 0;
    for (var i = 0; i < Math.min(line - 1, lines.length - 1); i++) {
      at += lines[i].length() + 1;
    }
    yaml.requestFocus();
    yaml.selectRange(at, at + lines[Math.min(line - 1, lines.length - 1)].length());
  }

  /** Of the run just kept. */
  private void openReport() {
    model.status().get().kept().ifPresent(id -> place.reach().accept("runs", Long.toString(id)));
  }

  private void showStatus() {
    var status = model.status().get();
    var now = place.charts().now().getValue();
    live.show(status, now);
    var same =
        status.phase().sending()
            && status.last().isPresent()
            && status.scenario().equals(model.editor().scenario().get());
    curve.at(same ? Optional.of(status.at(now)) : Optional.empty());
    var seen = status.phase() != LoadStatus.Phase.IDLE;
    chartGrid.setVisible(seen);
    chartGrid.setManaged(seen);
  }
}
