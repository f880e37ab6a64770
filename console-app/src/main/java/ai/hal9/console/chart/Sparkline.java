package ai.hal9.console.chart;

import ai.hal9.console.ui.Swatches;
import ai.hal9.console.ui.Tone;
import java.time.Duration;
import java.util.Optional;
import javafx.scene.canvas.Canvas;
import javafx.scene.layout.Region;
import org.jspecify.annotations.Nullable;

/** A line without axes, for a tile: the shape of the last minute. */
public final class Sparkline extends Region {

  private final Canvas canvas = new Canvas();
  private final Swatches swatches;
  private @Nullable ChartData data;
  private double top;
  private Optional<Double> target = Optional.empty();

  public Sparkline() {
    swatches = new Swatches(this::paint);
    getStyleClass().add("sparkline");
    setMouseTransparent(true);
    getChildren().addAll(canvas, swatches);
  }

  /**
   * Shows the first line of a chart.
   *
   * @param highest the value at its top, above zero
   * @param asked what is asked of it, drawn where it is in sight
   */
  public void show(ChartData shown, double highest, Optional<Double> asked) {
    data = shown;
    top = highest;
    target = asked.filter(value -> value > 0 && value <= highest);
    paint();
  }

  @Override
  protected void layoutChildren() {
    canvas.setWidth(getWidth());
    canvas.setHeight(getHeight());
    paint();
  }

  private void paint() {
    if (data == null || canvas == null) {
      return;
    }
    var pen = canvas.getGraphicsContext2D();
    pen.clearRect(0, 0, canvas.getWidth(), canvas.getHeight());
    if (!data.known() || canvas.getWidth() == 0) {
      return;
    }
    var line = data.lines().getFirst();
    target.ifPresent(value -> rule(Math.round(y(value)) + 0.5));
    var axis = data.axis();
    var seconds = Duration.between(axis.start(), axis.end()).toMillis() / 1e3;
    new LinePainter(
            pen,
            moment ->
                Duration.between(axis.start(), moment).toMillis() / 1e3 / seconds * getWidth(),
            this::y)
        .paint(axis, line, swatches.of(line.tone()));
  }

  private double y(double value) {
    return 2 + (1 - value / top) * (getHeight() - 4);
  }

  private void rule(double y) {
    var pen = canvas.getGraphicsContext2D();
    pen.setStroke(swatches.of(Tone.MUTED));
    pen.setLineWidth(1);
    pen.setLineDashes(2, 3);
    pen.strokeLine(0, y, getWidth(), y);
    pen.setLineDashes();
  }
}
