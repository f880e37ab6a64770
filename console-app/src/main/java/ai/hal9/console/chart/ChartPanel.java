package ai.hal9.console.chart;

import ai.hal9.console.ui.Action;
import ai.hal9.console.ui.Bag;
import ai.hal9.console.ui.Parts;
import ai.hal9.console.ui.Sight;
import ai.hal9.console.ui.UiThread;
import ai.hal9.console.ui.View;
import java.util.List;
import java.util.stream.Stream;
import javafx.beans.InvalidationListener;
import javafx.beans.value.ObservableValue;
import javafx.collections.SetChangeListener;
import javafx.scene.Parent;
import javafx.scene.control.CheckMenuItem;
import javafx.scene.control.Label;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.material2.Material2OutlinedMZ;

/** One chart: title, legend, events, lines, and the table behind them. */
public final class ChartPanel extends View {

  private final ChartSpec spec;
  private final ChartContext context;
  private final ObservableValue<ChartData> data;
  private final LineChoice choice = new LineChoice();
  private final ChartCard card;
  private final LinePlot lines;
  private final Plot plot;
  private final Overlay overlay;
  private final EventStrip events;
  private final Legend legend;
  private final TablePane table;
  private final VBox drawn;
  private final Label empty;
  private final CheckMenuItem asTable = new CheckMenuItem("Show as table");
  private boolean outdated;

  public ChartPanel(ChartSpec spec, ChartContext context, ObservableValue<ChartData> data) {
    this.spec = spec;
    this.context = context;
    this.data = data;
    card = new ChartCard(spec, context.saving(), new Figures());
    lines = new LinePlot(spec);
    plot = lines.plot();
    overlay =
        new Overlay(
            plot, context.time(), Readout.ofLines(data::getValue, choice::shows, spec.unit()));
    events = new EventStrip(plot, context.time());
    legend = new Legend(spec.id(), choice, this::draw);
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
    card.root().getChildren().addAll(legend, body);
    if (spec.range() == ChartSpec.Range.LATENCY) {
      card.offer(scaleItem());
    }
    asTable.setId("chart-" + spec.id() + "-as-table");
    asTable.selectedProperty().addListener(_ -> draw());
    card.offer(asTable);
  }

  @Override
  public Parent node() {
    return card.root();
  }

  /** What can be done with this chart, for the command palette. */
  public List<Action> actions() {
    return Stream.concat(
            card.actions().stream(),
            Stream.of(
                card.action(
                    "table",
                    "as table or chart",
                    Material2OutlinedMZ.TABLE_CHART,
                    "Show",
                    () -> asTable.setSelected(!asTable.isSelected()))))
        .toList();
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
    Sight.whenMoved(card.root(), held, this::drawOutdated);
  }

  private void drawOutdated() {
    if (outdated) {
      draw();
    }
  }

  private void draw() {
    outdated = !Sight.of(card.root());
    if (!outdated) {
      drawNow();
    }
  }

  private void drawNow() {
    var now = data.getValue();
    lines.show(now, choice::shows, context.logarithmic().contains(spec.id()), context.visible());
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
    if (!outdated) {
      plot.move(context.visible());
      events.show(data.getValue().events());
      overlay.update();
    }
  }

  private void point() {
    overlay.update();
    legend.show(data.getValue(), spec.unit(), context.time().cursor().get());
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

  private final class Figures implements ChartCard.Figures {

    @Override
    public String csv() {
      return ChartTable.of(data.getValue()).csv(spec.unit());
    }

    @Override
    public String tabbed() {
      return ChartTable.of(data.getValue()).tabbed(spec.unit());
    }

    @Override
    public void draw() {
      drawNow();
    }
  }
}
