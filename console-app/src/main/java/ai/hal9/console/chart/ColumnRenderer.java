package ai.hal9.console.chart;

import ai.hal9.console.ui.Swatches;
import ai.hal9.console.ui.Tone;
import io.fair_acc.chartfx.renderer.spi.AbstractRendererXY;
import io.fair_acc.chartfx.ui.css.DataSetNode;
import io.fair_acc.dataset.DataSet;
import java.util.List;
import java.util.function.Predicate;
import javafx.geometry.VPos;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.text.Font;
import javafx.scene.text.TextAlignment;

/**
 * Draws a chart's lines and targets straight from their columns, without ChartFX's data sets: they
 * are immutable and need neither locks nor listeners.
 */
final class ColumnRenderer extends AbstractRendererXY<ColumnRenderer> {

  private static final double[] DASHES = {6, 4};
  private static final Font TARGET_FONT = Font.font("Roboto", 11);

  private final ClockTicks ticks;
  private final Swatches swatches;
  private ChartData data = ChartData.NONE;
  private Predicate<Line> chosen = _ -> true;
  private List<ChartSpec.Target> targets = List.of();

  ColumnRenderer(ClockTicks ticks, Swatches swatches) {
    this.ticks = ticks;
    this.swatches = swatches;
  }

  void show(ChartData data, Predicate<Line> chosen, List<ChartSpec.Target> targets) {
    this.data = data;
    this.chosen = chosen;
    this.targets = targets;
    invalidateCanvas();
  }

  /** Draws again, in colours that may have changed. */
  void repaint() {
    invalidateCanvas();
  }

  @Override
  public void render() {
    updateCachedVariables();
    var canvas = getChart().getCanvas().getGraphicsContext2D();
    canvas.save();
    canvas.beginPath();
    canvas.rect(0, 0, xAxis.getLength(), yAxis.getLength());
    canvas.clip();
    paintGrid(canvas);
    var painter =
        new LinePainter(
            canvas,
            moment -> xAxis.getDisplayPosition(ticks.position(moment)),
            value -> yAxis.getDisplayPosition(Math.max(value, yAxis.getMin())));
    // the first line is the most telling one: it comes on top
    for (var line : data.lines().reversed()) {
      if (chosen.test(line)) {
        painter.paint(data.axis(), line, swatches.of(line.tone()));
      }
    }
    paintTargets(canvas);
    canvas.restore();
  }

  private void paintGrid(GraphicsContext canvas) {
    canvas.setFill(swatches.of(Tone.GRID));
    for (var tick : xAxis.getTickMarks()) {
      canvas.fillRect(Math.round(tick.getPosition()), 0, 1, yAxis.getLength());
    }
    for (var tick : yAxis.getTickMarks()) {
      canvas.fillRect(0, Math.round(tick.getPosition()), xAxis.getLength(), 1);
    }
  }

  private void paintTargets(GraphicsContext canvas) {
    var colour = swatches.of(Tone.TARGET);
    for (var target : targets) {
      if (target.value() > yAxis.getMax()) {
        continue;
      }
      var y = Math.round(yAxis.getDisplayPosition(target.value())) + 0.5;
      canvas.setStroke(colour);
      canvas.setLineWidth(1);
      canvas.setLineDashes(DASHES);
      canvas.strokeLine(0, y, xAxis.getLength(), y);
      canvas.setLineDashes();
      canvas.setFill(colour);
      canvas.setFont(TARGET_FONT);
      canvas.setTextAlign(TextAlignment.LEFT);
      canvas.setTextBaseline(y < 16 ? VPos.TOP : VPos.BOTTOM);
      canvas.fillText(target.words(), 4, y < 16 ? y + 3 : y - 3);
    }
  }

  @Override
  protected void render(GraphicsContext canvas, DataSet dataSet, DataSetNode style) {
    // there are no data sets
  }

  @Override
  protected ColumnRenderer getThis() {
    return this;
  }
}
