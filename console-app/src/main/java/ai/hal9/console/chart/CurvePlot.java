package ai.hal9.console.chart;

import ai.hal9.console.series.DistributionCurve;
import ai.hal9.console.ui.Swatches;
import ai.hal9.console.ui.Tone;
import ai.hal9.console.ui.Unit;
import java.util.List;
import javafx.geometry.VPos;
import javafx.scene.canvas.Canvas;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.layout.Region;
import javafx.scene.shape.Line;
import javafx.scene.text.Font;
import javafx.scene.text.TextAlignment;

/** Distribution curves over their percentiles, with both axes. */
final class CurvePlot extends Region {

  private static final double LEFT = ValueAxis.WIDTH;
  private static final double RIGHT = 16;
  private static final double TOP = 8;
  private static final double BOTTOM = 24;
  private static final double DOT = 5;
  private static final double[] DASHES = {3, 3};
  private static final Font FONT = Font.font("Roboto", 11);

  private final Canvas canvas = new Canvas();
  private final Line crosshair = new Line();
  private final Swatches swatches = new Swatches(this::paint);
  private List<CurveData.Curve> curves = List.of();
  private PercentileAxis axis = new PercentileAxis(99);
  private ValueScale scale = ValueScale.fromZero(0, Unit.SECONDS);
  private double pointed = Double.NaN;

  CurvePlot() {
    crosshair.getStyleClass().add("crosshair");
    crosshair.setManaged(false);
    crosshair.setVisible(false);
    crosshair.setMouseTransparent(true);
    getChildren().addAll(canvas, swatches, crosshair);
  }

  void show(List<CurveData.Curve> shown, boolean logarithmic) {
    curves = shown;
    var points = shown.stream().flatMap(curve -> curve.latency().points().stream()).toList();
    axis =
        new PercentileAxis(
            points.stream()
                .filter(DistributionCurve.Point::supported)
                .mapToDouble(DistributionCurve.Point::percentile)
                .max()
                .orElse(99));
    var seconds = points.stream().mapToDouble(DistributionCurve.Point::seconds);
    var extremes = seconds.filter(value -> value > 0).summaryStatistics();
    scale =
        extremes.getCount() == 0
            ? ValueScale.fromZero(0, Unit.SECONDS)
            : logarithmic
                ? ValueScale.logarithmic(extremes.getMin(), extremes.getMax())
                : ValueScale.fromZero(extremes.getMax() * 1.05, Unit.SECONDS);
    paint();
  }

  /** The percentile at a horizontal position; not a number outside of the axes. */
  double percentileAt(double x) {
    var position = (x - LEFT) / width();
    return position >= 0 && position <= 1 ? axis.percentile(position) : Double.NaN;
  }

  /**
   * Puts the crosshair at a percentile.
   *
   * @param percentile not a number for nowhere
   */
  void point(double percentile) {
    pointed = percentile;
    placeCrosshair();
  }

  private void placeCrosshair() {
    crosshair.setVisible(!Double.isNaN(pointed));
    if (crosshair.isVisible()) {
      var pixel = Math.round(x(pointed)) + 0.5;
      crosshair.setStartX(pixel);
      crosshair.setEndX(pixel);
      crosshair.setStartY(TOP);
      crosshair.setEndY(TOP + height());
    }
  }

  private double width() {
    return getWidth() - LEFT - RIGHT;
  }

  private double height() {
    return getHeight() - TOP - BOTTOM;
  }

  @Override
  protected void layoutChildren() {
    canvas.setWidth(getWidth());
    canvas.setHeight(getHeight());
    paint();
  }

  private double x(double percentile) {
    return LEFT + axis.position(percentile) * width();
  }

  private double y(double seconds) {
    var share =
        scale.logarithmic()
            ? Math.log(seconds / scale.low()) / Math.log(scale.high() / scale.low())
            : (seconds - scale.low()) / (scale.high() - scale.low());
    return TOP + (1 - share) * height();
  }

  private void paint() {
    if (canvas == null || width() <= 0 || height() <= 0) {
      return;
    }
    var pen = canvas.getGraphicsContext2D();
    pen.clearRect(0, 0, getWidth(), getHeight());
    axes(pen);
    for (var curve : curves.reversed()) {
      curve(pen, curve);
    }
    placeCrosshair();
  }

  private void axes(GraphicsContext pen) {
    pen.setFont(FONT);
    pen.setTextBaseline(VPos.TOP);
    pen.setTextAlign(TextAlignment.CENTER);
    for (var tick : axis.ticks()) {
      pen.setFill(swatches.of(Tone.GRID));
      pen.fillRect(Math.rint(x(tick)), TOP, 1, height());
      pen.setFill(swatches.of(Tone.MUTED));
      pen.fillText(PercentileAxis.words(tick), x(tick), TOP + height() + 6);
    }
    pen.fillText(PercentileAxis.words(100), x(100), TOP + height() + 6);
    pen.setTextBaseline(VPos.CENTER);
    pen.setTextAlign(TextAlignment.RIGHT);
    for (var value = scale.logarithmic() ? scale.low() : 0;
        value <= scale.high() * (1 + 1e-9);
        value = scale.logarithmic() ? value * 10 : value + scale.step()) {
      pen.setFill(swatches.of(Tone.GRID));
      pen.fillRect(LEFT, Math.rint(y(value)), width(), 1);
      pen.setFill(swatches.of(Tone.MUTED));
      pen.fillText(value == 0 ? "0" : Unit.SECONDS.tick(value), LEFT - 8, y(value));
    }
  }

  private void curve(GraphicsContext pen, CurveData.Curve curve) {
    var colour = swatches.of(curve.tone());
    var points = curve.latency().points();
    var known = points.stream().filter(DistributionCurve.Point::supported).toList();
    if (known.isEmpty()) {
      return;
    }
    pen.setStroke(colour);
    pen.setLineWidth(1.75);
    pen.beginPath();
    pen.moveTo(x(known.getFirst().percentile()), y(known.getFirst().seconds()));
    // each value is the highest at its percentile: it holds from the point before
    for (var i = 1; i < known.size(); i++) {
      pen.lineTo(x(known.get(i).percentile()), y(known.get(i).seconds()));
    }
    pen.stroke();
    var last = known.getLast();
    var most = points.getLast();
    pen.setLineWidth(1);
    pen.setLineDashes(DASHES);
    pen.strokeLine(x(last.percentile()), y(last.seconds()), x(100), y(most.seconds()));
    pen.setLineDashes();
    pen.strokeOval(x(100) - DOT / 2, y(most.seconds()) - DOT / 2, DOT, DOT);
  }
}
