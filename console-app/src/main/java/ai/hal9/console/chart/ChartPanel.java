package ai.hal9.console.chart;

import ai.hal9.console.ui.Action;
import ai.hal9.console.ui.Bag;
import ai.hal9.console.ui.Parts;
import ai.hal9.console.ui.Pictures;
import ai.hal9.console.ui.Sight;
import ai.hal9.console.ui.UiThread;
import ai.hal9.console.ui.View;
import java.nio.charset.StandardCharsets;
import java.util.List;
import javafx.beans.InvalidationListener;
import javafx.beans.value.ObservableValue;
import javafx.collections.SetChangeListener;
import javafx.scene.Parent;
import javafx.scene.SnapshotParameters;
import javafx.scene.control.CheckMenuItem;
import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyCodeCombination;
import javafx.scene.input.KeyCombination;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import javafx.scene.paint.Color;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.material2.Material2OutlinedAL;
import org.kordamp.ikonli.material2.Material2OutlinedMZ;

/** One chart: title, legend, events, lines, and the table behind them. */
public final class ChartPanel extends View {

  private static final KeyCombination EXPORT =
      new KeyCodeCombination(KeyCode.E, KeyCombination.SHORTCUT_DOWN);

  private final ChartSpec spec;
  private final ChartContext context;
  private final ObservableValue<ChartData> data;
  private final LineChoice choice = new LineChoice();
  private final Plot plot;
  private final Overlay overlay;
  private final EventStrip events;
  private final Legend legend;
  private final TablePane table;
  private final VBox drawn;
  private final Label empty;
  private final CheckMenuItem asTable = new CheckMenuItem("Show as table");
  private final VBox root = new VBox();
  private boolean outdated;

  public ChartPanel(ChartSpec spec, ChartContext context, ObservableValue<ChartData> data) {
    this.spec = spec;
    this.context = context;
    this.data = data;
    plot = new Plot(spec);
    overlay = new Overlay(plot, context.time(), spec.unit(), data::getValue, choice::shows);
    events = new EventStrip(plot, context.time());
    legend = new Legend(spec.id(), spec.unit(), choice, this::draw);
    table = new TablePane(spec);
    empty = Parts.label(spec.empty(), "empty");
    empty.setWrapText(true);
    empty.setMouseTransparent(true);
    var layers = new StackPane(plot, overlay);
    layers.getStyleClass().add("plot-layers");
    VBox.setVgrow(layers, Priority.ALWAYS);
    drawn = new VBox(events, layers);
    var body = new StackPane(drawn, table, empty);
    VBox.setVgrow(body, Priority.ALWAYS);
    root.setId("chart-" + spec.id());
    root.getStyleClass().addAll("card", "chart-panel");
    root.setFocusTraversable(true);
    root.setAccessibleText(spec.title() + ", " + spec.vantage() + ". " + spec.about());
    root.getChildren().addAll(header(), legend, body);
    root.setOnMousePressed(_ -> root.requestFocus());
    root.setOnKeyPressed(
        key -> {
          if (EXPORT.match(key)) {
            exportPng();
            key.consume();
          }
        });
    asTable.setId("chart-" + spec.id() + "-as-table");
    asTable.selectedProperty().addListener(_ -> draw());
  }

  @Override
  public Parent node() {
    return root;
  }

  /** What can be done with this chart, for the command palette. */
  public List<Action> actions() {
    return List.of(
        action("png", "as PNG", Material2OutlinedAL.IMAGE, "Export", this::exportPng),
        action("csv", "as CSV", Material2OutlinedAL.GET_APP, "Export", this::exportCsv),
        action("copy", "values", Material2OutlinedAL.CONTENT_COPY, "Copy", this::copyValues),
        action(
            "table",
            "as table or chart",
            Material2OutlinedMZ.TABLE_CHART,
            "Show",
            () -> asTable.setSelected(!asTable.isSelected())));
  }

  private Action action(String kind, String rest, Ikon icon, String verb, Runnable run) {
    var words = "%s ‘%s’ %s".formatted(verb, spec.title(), rest);
    return new Action(spec.id() + "-" + kind, words, icon, "", run);
  }

  @Override
  protected void onShown(Bag held) {
    held.observe(this::draw, data, context.time().zoomed(), context.time().span());
    held.observe(this::move, context.now(), context.time().pausedAt());
    held.observe(this::point, context.time().cursor(), context.time().marked());
    SetChangeListener<String> scale = _ -> draw();
    context.logarithmic().addListener(scale);
    held.add(() -> context.logarithmic().removeListener(scale));
    InvalidationListener resized = _ -> UiThread.later(this::move);
    plot.layoutBoundsProperty().addListener(resized);
    held.add(() -> plot.layoutBoundsProperty().removeListener(resized));
    Sight.whenMoved(
        root,
        held,
        () -> {
          if (outdated) {
            draw();
          }
        });
  }

  private void draw() {
    outdated = !Sight.of(root);
    if (!outdated) {
      drawNow();
    }
  }

  private void drawNow() {
    var now = data.getValue();
    plot.logarithmic(context.logarithmic().contains(spec.id()));
    plot.show(now, choice::shows, context.visible());
    var known = now.known();
    empty.setVisible(!known);
    table.setVisible(known && asTable.isSelected());
    drawn.setVisible(!table.isVisible());
    Parts.style(drawn, "dimmed", !known);
    if (table.isVisible()) {
      table.show(now);
    }
    events.show(now.events());
    point();
  }

  private void move() {
    if (outdated) {
      return;
    }
    plot.move(context.visible());
    events.show(data.getValue().events());
    overlay.update();
  }

  private void point() {
    overlay.update();
    legend.show(data.getValue(), context.time().cursor().get());
  }

  private HBox header() {
    var title = Parts.label(spec.title(), "chart-title");
    Parts.explain(title, spec.about());
    var vantage = Parts.label(spec.vantage(), "chart-vantage");
    var menu = new MenuButton("", Parts.icon(Material2OutlinedMZ.MORE_VERT));
    menu.setId("chart-" + spec.id() + "-menu");
    menu.getStyleClass().addAll("flat", "no-arrow", "icon-button");
    menu.setAccessibleText("What can be done with " + spec.title());
    menu.getItems().add(asTable);
    if (spec.range() == ChartSpec.Range.LATENCY) {
      menu.getItems().add(scaleItem());
    }
    menu.getItems()
        .addAll(
            item("Copy values", this::copyValues),
            item("Export as PNG…", this::exportPng),
            item("Export as CSV…", this::exportCsv));
    var header = new HBox(title, vantage, Parts.filler(), menu);
    header.getStyleClass().add("chart-header");
    return header;
  }

  private CheckMenuItem scaleItem() {
    var item = new CheckMenuItem("Logarithmic scale");
    item.setId("chart-" + spec.id() + "-logarithmic");
    item.setSelected(context.logarithmic().contains(spec.id()));
    item.setOnAction(
        _ -> {
          if (item.isSelected()) {
            context.logarithmic().add(spec.id());
          } else {
            context.logarithmic().remove(spec.id());
          }
        });
    return item;
  }

  private static MenuItem item(String words, Runnable action) {
    var item = new MenuItem(words);
    item.setOnAction(_ -> action.run());
    return item;
  }

  private void exportPng() {
    drawNow();
    var parameters = new SnapshotParameters();
    parameters.setFill(Color.TRANSPARENT);
    // with the next frame, which draws what may have been out of sight
    root.snapshot(
        taken -> {
          context.saving().save(spec.id() + ".png", out -> Pictures.png(taken.getImage(), out));
          return null;
        },
        parameters,
        null);
  }

  private void exportCsv() {
    var text = ChartTable.of(data.getValue()).csv(spec.unit());
    context
        .saving()
        .save(spec.id() + ".csv", out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
  }

  private void copyValues() {
    context
        .saving()
        .copy("Values of " + spec.title(), ChartTable.of(data.getValue()).tabbed(spec.unit()));
  }
}
