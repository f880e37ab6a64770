package ai.hal9.console.history;

import ai.hal9.console.chart.ChartContext;
import ai.hal9.console.chart.ChartData;
import ai.hal9.console.chart.ChartPanel;
import ai.hal9.console.chart.SharedTime;
import ai.hal9.console.chart.Span;
import ai.hal9.console.series.Window;
import ai.hal9.console.ui.Action;
import ai.hal9.console.ui.Bag;
import ai.hal9.console.ui.Parts;
import ai.hal9.console.ui.View;
import ai.hal9.console.ui.WrapGrid;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javafx.beans.binding.Bindings;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.geometry.Pos;
import javafx.scene.Parent;
import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.material2.Material2OutlinedAL;
import org.kordamp.ikonli.material2.Material2OutlinedMZ;

/** One run, or several held against the first of them. */
final class RunPage extends View {

  private final RunsModel model;
  private final ChartContext around;
  private final SharedTime time = new SharedTime();
  private final List<ObjectProperty<ChartData>> data = new ArrayList<>();
  private final List<ChartPanel> charts = new ArrayList<>();
  private final Label title = Parts.label("", "page-title");
  private final MenuButton export = new MenuButton("Export");
  private final RunWords words;
  private final Label several =
      Parts.label(
          "Differences are of single runs: repeat a run to see how much it differs from itself.",
          "muted");
  private final VBox doubts = new VBox(8);
  private final VBox figures = new VBox(8);
  private final VBox setup = new VBox(8);
  private final ScrollPane root;
  private Window whole = new Window(RunCurves.START, RunCurves.START);
  private @Nullable Comparison shown;

  RunPage(RunsModel model, ChartContext around) {
    this.model = model;
    this.around = around;
    words = new RunWords(model);
    several.setWrapText(true);
    several.managedProperty().bind(several.visibleProperty());
    words.node().managedProperty().bind(words.node().visibleProperty());
    doubts.managedProperty().bind(Bindings.isNotEmpty(doubts.getChildren()));
    time.span().set(Span.ALL);
    var context =
        new ChartContext(
            time, around.now(), () -> Optional.of(whole), around.logarithmic(), around.saving());
    var grid = new WrapGrid(410, 2);
    for (var spec : RunCurves.SPECS) {
      var its = new SimpleObjectProperty<>(ChartData.NONE);
      var panel = new ChartPanel(spec, context, its);
      data.add(its);
      charts.add(panel);
      grid.getChildren().add(panel.node());
    }
    var back = Parts.button("runs-back", "All runs", Material2OutlinedAL.ARROW_BACK, model::back);
    export.setId("export-run");
    export.setGraphic(Parts.icon(Material2OutlinedAL.GET_APP));
    var head = new HBox(12, back, title, Parts.filler(), export);
    head.setAlignment(Pos.CENTER_LEFT);
    figures.getStyleClass().add("card");
    setup.getStyleClass().add("card");
    var page = new VBox(head, new VBox(8, words.node(), several, doubts), figures, grid, setup);
    page.getStyleClass().add("page");
    root = new ScrollPane(page);
    root.setId("run-page");
    root.setFitToWidth(true);
    root.getStyleClass().add("page-scroll");
  }

  @Override
  public Parent node() {
    return root;
  }

  @Override
  protected void onShown(Bag held) {
    showParts(held, charts);
    held.add(words::keep);
  }

  /** The list is shown in its place. */
  void left() {
    words.clear();
  }

  List<Action> actions() {
    var all = new ArrayList<Action>();
    for (var item : export.getItems()) {
      if (!item.isDisable()) {
        all.add(
            new Action(
                String.valueOf(item.getId()),
                "Export " + item.getText(),
                Material2OutlinedAL.GET_APP,
                "",
                item::fire));
      }
    }
    charts.forEach(chart -> all.addAll(chart.actions()));
    return all;
  }

  /** Goes one zoom back; false when there was none. */
  boolean zoomedOut() {
    return time.back();
  }

  void show(OpenRuns opened) {
    var comparison = opened.comparison();
    var same = shown != null && ids(shown).equals(ids(comparison));
    shown = comparison;
    var first = comparison.runs().getFirst().summary();
    title.setText(
        comparison.runs().size() == 1
            ? first.name()
            : "%d runs compared".formatted(comparison.runs().size()));
    export.getItems().setAll(exports(comparison));
    about(comparison);
    figures
        .getChildren()
        .setAll(
            Parts.label("Figures", "chart-title"),
            new FigureTable(comparison, model::against).node());
    setup
        .getChildren()
        .setAll(
            Parts.label(SetupTable.title(comparison), "chart-title"), SetupTable.of(comparison));
    if (!same) {
      whole = opened.curves().whole();
      time.follow();
      time.togglePause(whole.to());
      root.setVvalue(0);
    }
    for (var i = 0; i < data.size(); i++) {
      data.get(i).set(opened.curves().charts().get(i));
    }
  }

  private static List<Long> ids(Comparison comparison) {
    return comparison.runs().stream().map(run -> run.summary().id()).toList();
  }

  private void about(Comparison comparison) {
    var single = comparison.runs().size() == 1;
    words.node().setVisible(single);
    several.setVisible(!single);
    if (single) {
      words.show(comparison.runs().getFirst().summary());
    } else {
      words.clear();
    }
    doubts.getChildren().setAll(comparison.doubts().stream().map(RunPage::doubt).toList());
  }

  private static Label doubt(String words) {
    var label = Parts.label(words, "doubt");
    label.setGraphic(Parts.icon(Material2OutlinedMZ.WARNING, "warning-icon"));
    label.setWrapText(true);
    return label;
  }

  private List<MenuItem> exports(Comparison comparison) {
    var items = new ArrayList<MenuItem>();
    for (var run : comparison.runs()) {
      var summary = run.summary();
      var of = comparison.runs().size() == 1 ? "" : " of ‘%s’".formatted(summary.name());
      var stem = summary.name().replaceAll("[^A-Za-z0-9._-]+", "-");
      var html =
          item(
              "export-html-" + summary.id(),
              "report" + of + " as HTML…",
              () -> save(stem + ".html", () -> model.export(summary).page()));
      html.setDisable(!summary.hasPage());
      items.add(html);
      items.add(
          item(
              "export-json-" + summary.id(),
              "report" + of + " as JSON…",
              () -> save(stem + ".json", () -> model.export(summary).json() + "\n")));
      items.add(
          item(
              "export-csv-" + summary.id(),
              "seconds" + of + " as CSV…",
              () -> save(stem + ".csv", () -> SecondsCsv.of(run.report()))));
    }
    var file = new ComparisonFile(comparison);
    items.add(item("export-figures", "figures as CSV…", () -> save("figures.csv", file::csv)));
    items.add(
        item("export-figures-html", "figures as HTML…", () -> save("figures.html", file::html)));
    items.add(
        item("export-figures-json", "figures as JSON…", () -> save("figures.json", file::json)));
    return items;
  }

  private interface Text {
    String get();
  }

  private void save(String name, Text text) {
    around.saving().save(name, out -> out.write(text.get().getBytes(StandardCharsets.UTF_8)));
  }

  private static MenuItem item(String id, String words, Runnable action) {
    var item = new MenuItem(words);
    item.setId(id);
    item.setMnemonicParsing(false);
    item.setOnAction(_ -> action.run());
    return item;
  }
}
