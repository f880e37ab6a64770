package ai.hal9.console.chart;

import ai.hal9.console.series.Window;
import ai.hal9.console.ui.Swatches;
import ai.hal9.console.ui.Unit;
import io.fair_acc.chartfx.XYChart;
import java.time.Instant;
import java.time.ZoneId;
import java.util.function.DoubleUnaryOperator;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import javafx.geometry.BoundingBox;
import javafx.geometry.Bounds;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.layout.StackPane;

/** The drawn part of a chart: ChartFX's axes, with our painting between them. */
final class Plot extends StackPane {

  private final ClockTicks ticks = new ClockTicks(ZoneId.systemDefault());
  private final ClockAxis time = new ClockAxis();
  private final ValueAxis values;
  private final XYChart chart;
  private final PlotRenderer renderer;

  /** Draws what a plot shows. */
  @FunctionalInterface
  interface Painting {
    void paint(Brush brush);
  }

  /**
   * What a painting draws with.
   *
   * @param width of the plot, in pixels
   * @param x where a moment is, in pixels
   * @param y where a value is, in pixels
   * @param top the largest value on the axis
   * @param colours of the theme
   */
  record Brush(
      GraphicsContext canvas,
      double width,
      ToDoubleFunction<Instant> x,
      DoubleUnaryOperator y,
      double top,
      Swatches colours) {}

  Plot(Unit unit, Painting painting) {
    values = new ValueAxis(unit);
    chart = new XYChart(time, values);
    var swatches = new Swatches(this::repaint);
    renderer = new PlotRenderer(ticks, swatches, painting);
    chart.getRenderers().setAll(renderer);
    // ChartFX paints its grid from snapshots of a dash it makes anew
    var grid = chart.getGridRenderer();
    grid.getHorizontalMajorGrid().setVisible(false);
    grid.getVerticalMajorGrid().setVisible(false);
    grid.getHorizontalMinorGrid().setVisible(false);
    grid.getVerticalMinorGrid().setVisible(false);
    chart.setLegendVisible(false);
    chart.setAnimated(false);
    chart.getToolBar().setVisible(false);
    chart.getToolBar().setManaged(false);
    chart.setToolBarPinned(false);
    // a canvas is a picture already: one more of it is drawn and copied for nothing
    Stream.of(chart.getCanvas(), time.getCanvas(), values.getCanvas())
        .forEach(canvas -> canvas.setCache(false));
    chart.setMouseTransparent(true);
    chart.setFocusTraversable(false);
    // two stops of the Tab key with nothing to do there
    chart.getMenuPane().setFocusTraversable(false);
    chart.getPlotArea().setFocusTraversable(false);
    getStyleClass().add("plot");
    getChildren().addAll(chart, swatches);
  }

  /** Draws again with the next frame. */
  void repaint() {
    if (renderer != null) {
      renderer.repaint();
    }
  }

  /** Moves the window over what is drawn, where that makes a pixel's difference. */
  void move(Window window) {
    var from = ticks.position(window.from());
    var to = ticks.position(window.to());
    var pixel = (to - from) / Math.max(1, time.getLength());
    if (Math.abs(to - time.getMax()) >= pixel || Math.abs(from - time.getMin()) >= pixel) {
      time.set(from, to);
    }
  }

  /** How the value axis is laid out. */
  ValueScale scale() {
    return values.scale();
  }

  void scale(ValueScale wanted) {
    if (!wanted.equals(values.scale())) {
      values.apply(wanted);
    }
  }

  /** The rectangle within the axes, in this node's coordinates. */
  Bounds area() {
    var canvas = chart.getCanvas();
    var bounds = sceneToLocal(canvas.localToScene(canvas.getBoundsInLocal()));
    return bounds == null ? new BoundingBox(0, 0, 0, 0) : bounds;
  }

  /** The moment at a horizontal position within {@link #area}. */
  Instant moment(double x) {
    return ticks.moment(time.getValueForDisplay(x));
  }

  /** The value at a vertical position within {@link #area}. */
  double value(double y) {
    return values.getValueForDisplay(y);
  }

  /** The horizontal position of a moment within {@link #area}. */
  double x(Instant moment) {
    return time.getDisplayPosition(ticks.position(moment));
  }
}
