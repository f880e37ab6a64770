package ai.hal9.console.chart;

import ai.hal9.console.series.Window;
import ai.hal9.console.ui.Swatches;
import io.fair_acc.chartfx.XYChart;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.function.Predicate;
import javafx.geometry.BoundingBox;
import javafx.geometry.Bounds;
import javafx.scene.layout.StackPane;

/** The drawn part of a chart: ChartFX's axes and grid, with our lines on them. */
final class Plot extends StackPane {

  private final ChartSpec spec;
  private final ClockTicks ticks = new ClockTicks(ZoneId.systemDefault());
  private final ClockAxis time = new ClockAxis();
  private final ValueAxis values;
  private final XYChart chart;
  private final ColumnRenderer renderer;
  private boolean logarithmic;

  Plot(ChartSpec spec) {
    this.spec = spec;
    values = new ValueAxis(spec.unit());
    chart = new XYChart(time, values);
    var swatches = new Swatches(this::repaint);
    renderer = new ColumnRenderer(ticks, swatches);
    chart.getRenderers().setAll(renderer);
    // ChartFX paints its grid from snapshots of a dash it makes anew
    for (var line :
        List.of(
            chart.getGridRenderer().getHorizontalMajorGrid(),
            chart.getGridRenderer().getVerticalMajorGrid())) {
      line.setVisible(false);
    }
    chart.setLegendVisible(false);
    chart.setAnimated(false);
    chart.getToolBar().setVisible(false);
    chart.getToolBar().setManaged(false);
    chart.setToolBarPinned(false);
    chart.setMouseTransparent(true);
    chart.setFocusTraversable(false);
    getStyleClass().add("plot");
    getChildren().addAll(chart, swatches);
  }

  private void repaint() {
    if (renderer != null) {
      renderer.repaint();
    }
  }

  /** Whether equal distances on the value axis are equal factors. */
  void logarithmic(boolean on) {
    logarithmic = on;
  }

  /** Draws data in a window. */
  void show(ChartData data, Predicate<Line> chosen, Window window) {
    fit(data, chosen);
    renderer.show(data, chosen, spec.targets());
    move(window);
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

  private void fit(ChartData data, Predicate<Line> chosen) {
    var shown = data.lines().stream().filter(chosen).filter(Line::known).toList();
    var largest = shown.stream().mapToDouble(line -> line.high().max()).max().orElse(0);
    if (spec.range() == ChartSpec.Range.SHARE) {
      use(ValueScale.share());
    } else if (logarithmic && largest > 0) {
      var smallest =
          shown.stream()
              .flatMapToDouble(line -> line.low().known())
              .filter(value -> value > 0)
              .min()
              .orElse(largest);
      use(ValueScale.logarithmic(smallest, largest));
    } else if (values.scale().logarithmic() || !values.scale().fits(largest)) {
      use(ValueScale.fromZero(largest * 1.05, spec.unit()));
    }
  }

  private void use(ValueScale scale) {
    if (!scale.equals(values.scale())) {
      values.apply(scale);
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

  /** The horizontal position of a moment within {@link #area}. */
  double x(Instant moment) {
    return time.getDisplayPosition(ticks.position(moment));
  }
}
