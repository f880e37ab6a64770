package ai.hal9.console.chart;

import ai.hal9.console.ui.Action;
import ai.hal9.console.ui.Bag;
import ai.hal9.console.ui.Parts;
import ai.hal9.console.ui.Sight;
import ai.hal9.console.ui.UiThread;
import ai.hal9.console.ui.View;
import java.util.List;
import javafx.beans.InvalidationListener;
import javafx.beans.value.ObservableValue;
import javafx.scene.Parent;
import javafx.scene.control.Label;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;

/** A heatmap over the shared time: title, what its colours mean, events, cells. */
public final class HeatPanel extends View {

  private final ChartContext context;
  private final ObservableValue<HeatData> data;
  private final ChartCard card;
  private final HeatPlot cells = new HeatPlot();
  private final Overlay overlay;
  private final EventStrip events;
  private final HeatLegend legend = new HeatLegend();
  private final VBox drawn;
  private final Label empty;
  private boolean outdated;

  public HeatPanel(ChartSpec spec, ChartContext context, ObservableValue<HeatData> data) {
    this.context = context;
    this.data = data;
    card = new ChartCard(spec, context.saving(), new Figures());
    overlay = new Overlay(cells.plot(), context.time(), cells::read);
    events = new EventStrip(cells.plot(), context.time());
    empty = Parts.label(spec.empty(), "empty");
    empty.setWrapText(true);
    empty.setMouseTransparent(true);
    var layers = new StackPane(cells.plot(), overlay);
    layers.getStyleClass().add("plot-layers");
    VBox.setVgrow(layers, Priority.ALWAYS);
    drawn = new VBox(events, layers);
    var body = new StackPane(drawn, empty);
    VBox.setVgrow(body, Priority.ALWAYS);
    card.root().getChildren().addAll(legend, body);
  }

  @Override
  public Parent node() {
    return card.root();
  }

  /** What can be done with this chart, for the command palette. */
  public List<Action> actions() {
    return card.actions();
  }

  @Override
  protected void onShown(Bag held) {
    held.observe(this::draw, data, context.time().zoomed(), context.time().span());
    held.observe(this::move, context.now(), context.time().pausedAt());
    held.observe(overlay::update, context.time().cursor(), context.time().marked());
    InvalidationListener resized = _ -> UiThread.later(this::move);
    cells.plot().layoutBoundsProperty().addListener(resized);
    held.add(() -> cells.plot().layoutBoundsProperty().removeListener(resized));
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
    cells.show(now, context.visible());
    legend.show(now.most());
    empty.setVisible(!now.known());
    Parts.style(drawn, "dimmed", !now.known());
    events.show(now.events());
    overlay.update();
  }

  private void move() {
    if (!outdated) {
      cells.plot().move(context.visible());
      events.show(data.getValue().events());
      overlay.update();
    }
  }

  private final class Figures implements ChartCard.Figures {

    @Override
    public String csv() {
      return data.getValue().text(",");
    }

    @Override
    public String tabbed() {
      return data.getValue().text("\t");
    }

    @Override
    public void draw() {
      drawNow();
    }
  }
}
