package ai.hal9.console.chart;

import ai.hal9.console.ui.Swatches;
import ai.hal9.console.ui.Tone;
import io.fair_acc.chartfx.renderer.spi.AbstractRendererXY;
import io.fair_acc.chartfx.ui.css.DataSetNode;
import io.fair_acc.dataset.DataSet;
import javafx.scene.canvas.GraphicsContext;

/**
 * Lets a painting draw straight from its own immutable data, without ChartFX's data sets: it needs
 * neither locks nor listeners.
 */
final class PlotRenderer extends AbstractRendererXY<PlotRenderer> {

  private final ClockTicks ticks;
  private final Swatches swatches;
  private final Plot.Painting painting;

  PlotRenderer(ClockTicks ticks, Swatches swatches, Plot.Painting painting) {
    this.ticks = ticks;
    this.swatches = swatches;
    this.painting = painting;
  }

  /** Draws again with the next frame. */
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
    painting.paint(
        new Plot.Brush(
            canvas,
            xAxis.getLength(),
            moment -> xAxis.getDisplayPosition(ticks.position(moment)),
            value -> yAxis.getDisplayPosition(Math.max(value, yAxis.getMin())),
            yAxis.getMax(),
            swatches));
    canvas.restore();
  }

  private void paintGrid(GraphicsContext canvas) {
    canvas.setFill(swatches.of(Tone.GRID));
    for (var tick : xAxis.getTickMarks()) {
      canvas.fillRect(Math.rint(tick.getPosition()), 0, 1, yAxis.getLength());
    }
    for (var tick : yAxis.getTickMarks()) {
      canvas.fillRect(0, Math.rint(tick.getPosition()), xAxis.getLength(), 1);
    }
  }

  @Override
  protected void render(GraphicsContext canvas, DataSet dataSet, DataSetNode style) {
    // there are no data sets
  }

  @Override
  protected PlotRenderer getThis() {
    return this;
  }
}
