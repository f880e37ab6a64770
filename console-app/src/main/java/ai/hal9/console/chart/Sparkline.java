package ai.hal9.console.chart;

import ai.hal9.console.ui.Swatches;
import java.time.Duration;
import javafx.scene.canvas.Canvas;
import javafx.scene.layout.Region;
import org.jspecify.annotations.Nullable;

/** A line without axes, for a tile: the shape of the last minute. */
public final class Sparkline extends Region {

  private final Canvas canvas = new Canvas();
  private final Swatches swatches;
  private @Nullable ChartData data;

  public Sparkline() {
    swatches = new Swatches(this::paint);
    getStyleClass().add("sparkline");
    setMouseTransparent(true);
    getChildren().addAll(canvas, swatches);
  }

  /** Shows the first line of a chart. */
  public void show(ChartData shown) {
    data = shown;
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
    var top = Math.max(line.high().max(), Double.MIN_NORMAL);
    var axis = data.axis();
    var seconds = Duration.between(axis.start(), axis.end()).toMillis() / 1e3;
    new LinePainter(
            pen,
            moment ->
                Duration.between(axis.start(), moment).toMillis() / 1e3 / seconds * getWidth(),
            value -> 2 + (1 - value / top) * (getHeight() - 4))
        .paint(axis, line, swatches.of(line.tone()));
  }
}
