package ai.hal9.console.chart;

import ai.hal9.console.ui.Action;
import ai.hal9.console.ui.Bag;
import ai.hal9.console.ui.Unit;
import ai.hal9.console.ui.View;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javafx.beans.value.ObservableValue;
import javafx.scene.Parent;
import javafx.scene.control.Label;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/**
 * Distribution curves: title, legend with the number of samples, curves, values at the crosshair,
 * and the table behind them.
 */
public final class CurvePanel extends View {

  private final ChartSpec spec;
  private final ChartContext context;
  private final ObservableValue<CurveData> data;
  private final LineChoice choice = new LineChoice();
  private final ChartCard card;
  private final Legend legend;
  private final CurvePlot plot = new CurvePlot();
  private final TablePane table;
  private final Label empty;
  private double pointed = Double.NaN;
  private boolean byKeys;
  private @Nullable CurveData drawn;

  public CurvePanel(ChartSpec spec, ChartContext context, ObservableValue<CurveData> data) {
    this.spec = spec;
    this.context = context;
    this.data = data;
    card = new ChartCard(spec, context.saving(), new Figures());
    legend = new Legend(spec.id(), choice, this::draw);
    empty = ChartCard.placeholder(spec);
    table = new TablePane(spec, card, this::draw);
    var body = new StackPane(plot, table, empty);
    body.getStyleClass().add("curve-layers");
    VBox.setVgrow(body, Priority.ALWAYS);
    plot.setOnMouseMoved(mouse -> point(plot.percentileAt(mouse.getX()), false));
    plot.setOnMouseExited(_ -> point(Double.NaN, false));
    card.keys(this::take);
    card.root().focusedProperty().addListener(_ -> leave());
    card.offer(card.logarithmic(context));
    card.root().getChildren().addAll(legend, body);
  }

  @Override
  public Parent node() {
    return card.root();
  }

  /** What can be done with this chart, for the command palette. */
  public List<Action> actions() {
    return Stream.concat(card.actions().stream(), Stream.of(table.action())).toList();
  }

  private boolean take(ChartKey key) {
    return switch (key) {
      case EARLIER -> step(false);
      case LATER -> step(true);
      case MARK_EARLIER, MARK_LATER, ZOOM, CLOSER, WIDER, EXPORT -> false;
    };
  }

  private boolean step(boolean higher) {
    var to = shown().next(pointed, higher);
    if (Double.isNaN(to)) {
      return false;
    }
    point(to, true);
    card.tell(
        shown().curves().stream()
            .map(curve -> curve.name() + " " + written(curve))
            .collect(Collectors.joining(", ")));
    return true;
  }

  private void leave() {
    if (!card.root().isFocused() && byKeys) {
      point(Double.NaN, false);
    }
  }

  /**
   * Moves the crosshair.
   *
   * @param percentile where to; not a number for nowhere
   */
  private void point(double percentile, boolean keys) {
    if (byKeys && !keys) {
      card.tell("");
    }
    pointed = percentile;
    byKeys = keys;
    plot.point(percentile);
    showLegend();
  }

  /** The curves that the legend has chosen. */
  private CurveData shown() {
    return data.getValue().only(curve -> choice.shows(curve.id()));
  }

  @Override
  protected void onShown(Bag held) {
    held.observe(this::drawNew, data);
    context.whenScaled(held, this::draw);
  }

  private void drawNew() {
    if (!data.getValue().equals(drawn)) {
      draw();
    }
  }

  private void draw() {
    var now = data.getValue();
    drawn = now;
    plot.show(shown().curves(), context.logarithmic().contains(spec.id()));
    table.show(now.known(), now::table);
    plot.setVisible(now.known() && !table.isVisible());
    empty.setVisible(!now.known());
    showLegend();
  }

  private void showLegend() {
    legend.show(
        data.getValue().curves().stream()
            .map(
                curve ->
                    new Legend.Item(
                        curve.id(),
                        curve.name(),
                        curve.tone(),
                        written(curve),
                        !Double.isNaN(pointed) && !curve.latency().supports(pointed)))
            .toList());
  }

  private String written(CurveData.Curve curve) {
    return Double.isNaN(pointed)
        ? "n = " + Unit.COUNT.text((double) curve.latency().samples())
        : PercentileAxis.words(pointed)
            + "  "
            + Unit.SECONDS.text(curve.latency().seconds(pointed));
  }

  private final class Figures implements ChartCard.Figures {

    @Override
    public String csv() {
      return data.getValue().csv();
    }

    @Override
    public String tabbed() {
      return data.getValue().tabbed();
    }

    @Override
    public void draw() {
      CurvePanel.this.draw();
    }
  }
}
