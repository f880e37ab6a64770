package ai.hal9.console.chart;

import ai.hal9.console.series.Axis;
import ai.hal9.console.series.HistoryEvent;
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
import javafx.scene.Parent;
import javafx.scene.control.Label;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;

/**
 * A chart whose horizontal axis is the time all charts share: a card with events, what is painted,
 * the crosshair over it, and the table behind it. It is drawn while it is in sight, moves with the
 * window, and says what will appear while nothing is known.
 */
abstract class TimeChart<T> extends View {

  private final ChartSpec spec;
  private final ChartContext context;
  private final ObservableValue<T> data;
  private final ChartCard card;
  private final Plot plot;
  private final Overlay overlay;
  private final EventStrip events;
  private final Label empty;
  private final TimeKeys keys;
  private final VBox drawn;
  private final TablePane table;
  private final StackPane body;
  private boolean outdated;

  TimeChart(
      ChartSpec spec, ChartContext context, ObservableValue<T> data, Plot plot, Readout says) {
    this.spec = spec;
    this.context = context;
    this.data = data;
    this.plot = plot;
    card = new ChartCard(spec, context.saving(), new Figures());
    overlay = new Overlay(plot, context.time(), says);
    events = new EventStrip(plot, context.time());
    empty = ChartCard.placeholder(spec);
    var layers = new StackPane(plot, overlay);
    layers.getStyleClass().add("plot-layers");
    VBox.setVgrow(layers, Priority.ALWAYS);
    drawn = new VBox(events, layers);
    Parts.style(drawn, "without-data", true);
    events.setVisible(false);
    table = new TablePane(spec, card, this::draw);
    body = new StackPane(drawn, table, empty);
    body.getStyleClass().add("chart-body");
    card.root().getStyleClass().add("as-high-as-needed");
    VBox.setVgrow(body, Priority.ALWAYS);
    keys = new TimeKeys(context, () -> columns(data.getValue()));
    card.keys(this::take);
    card.root().focusedProperty().addListener(_ -> leave());
  }

  private boolean take(ChartKey key) {
    var taken = keys.take(key);
    if (taken && keys.pointing()) {
      overlay.pointed();
      card.tell(overlay.said());
    }
    return taken;
  }

  private void leave() {
    if (!card.root().isFocused() && keys.pointing()) {
      keys.leave();
      overlay.unpointed();
      card.tell("");
    }
  }

  /** Paints data on the plot, and shows what goes with them. */
  abstract void paint(T now);

  /** Whether there is anything to be seen in them. */
  abstract boolean known(T now);

  /** What stands in their place while there is not. */
  String instead(T now) {
    return spec.empty();
  }

  /** Into which its time is cut. */
  abstract Axis columns(T now);

  abstract List<HistoryEvent> happened(T now);

  /** To look at. */
  abstract ValueTable table(T now);

  /** As text: exact values, empty in a gap. */
  abstract String written(T now, String separator);

  /** The crosshair is elsewhere. */
  void point() {
    overlay.update();
  }

  @Override
  public final Parent node() {
    return card.root();
  }

  /** What can be done with this chart, for the command palette. */
  public List<Action> actions() {
    return Stream.concat(card.actions().stream(), Stream.of(table.action())).toList();
  }

  final ChartCard card() {
    return card;
  }

  final ChartContext context() {
    return context;
  }

  final T data() {
    return data.getValue();
  }

  final StackPane body() {
    return body;
  }

  @Override
  protected void onShown(Bag held) {
    held.observe(this::draw, data, context.time().zoomed(), context.time().span());
    held.observe(this::move, context.now(), context.time().pausedAt());
    held.observe(
        this::point, context.time().cursor(), context.time().marked(), context.time().anchor());
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

  /** Draws as things stand, or as soon as it is in sight. */
  final void draw() {
    // a value that nobody reads tells of no further change
    var now = data();
    outdated = !Sight.of(card.root());
    if (!outdated) {
      draw(now);
    }
  }

  private void draw(T now) {
    paint(now);
    table.show(known(now), () -> table(now));
    drawn.setVisible(!table.isVisible());
    empty.setVisible(!known(now));
    empty.setText(instead(now));
    Parts.style(drawn, "without-data", !known(now));
    // without a time axis an event is nowhere
    events.setVisible(known(now));
    events.show(happened(now));
    point();
  }

  private void move() {
    if (!outdated) {
      plot.move(context.visible());
      events.show(happened(data()));
      overlay.update();
    }
  }

  private final class Figures implements ChartCard.Figures {

    @Override
    public String csv() {
      return written(data(), ",");
    }

    @Override
    public String tabbed() {
      return written(data(), "\t");
    }

    @Override
    public void draw() {
      TimeChart.this.draw(data());
    }
  }
}
