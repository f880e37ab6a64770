package ai.hal9.console.chart;

import ai.hal9.console.ui.Action;
import ai.hal9.console.ui.Bag;
import ai.hal9.console.ui.Unit;
import ai.hal9.console.ui.View;
import java.util.List;
import javafx.beans.value.ObservableValue;
import javafx.scene.Parent;
import javafx.scene.control.Label;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/**
 * Distribution curves: title, legend with the number of samples, curves, values under the mouse.
 */
public final class CurvePanel extends View {

  private final ChartSpec spec;
  private final ChartContext context;
  private final ObservableValue<CurveData> data;
  private final LineChoice choice = new LineChoice();
  private final ChartCard card;
  private final Legend legend;
  private final CurvePlot plot = new CurvePlot();
  private final Label empty;
  private double pointed = Double.NaN;
  private @Nullable CurveData drawn;

  public CurvePanel(ChartSpec spec, ChartContext context, ObservableValue<CurveData> data) {
    this.spec = spec;
    this.context = context;
    this.data = data;
    card = new ChartCard(spec, context.saving(), new Figures());
    legend = new Legend(spec.id(), choice, this::draw);
    empty = ChartCard.placeholder(spec);
    var body = new StackPane(plot, empty);
    body.getStyleClass().add("curve-layers");
    VBox.setVgrow(body, Priority.ALWAYS);
    plot.setOnMouseMoved(
        mouse -> {
          pointed = Double.NaN;
          plot.percentileAt(mouse.getX(), percentile -> pointed = percentile);
          showLegend();
        });
    plot.setOnMouseExited(
        _ -> {
          pointed = Double.NaN;
          showLegend();
        });
    card.offer(card.logarithmic(context));
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
    plot.show(
        now.curves().stream().filter(curve -> choice.shows(curve.id())).toList(),
        context.logarithmic().contains(spec.id()));
    plot.setVisible(now.known());
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
                        Double.isNaN(pointed)
                            ? "n = " + Unit.COUNT.text((double) curve.latency().samples())
                            : PercentileAxis.words(pointed)
                                + "  "
                                + Unit.SECONDS.text(curve.latency().seconds(pointed)),
                        !Double.isNaN(pointed) && !curve.latency().supports(pointed)))
            .toList());
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
