package ai.hal9.console.chart;

import ai.hal9.console.ui.Parts;
import ai.hal9.console.ui.Swatches;
import ai.hal9.console.ui.Unit;
import java.util.List;
import javafx.geometry.Pos;
import javafx.scene.canvas.Canvas;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;

/** What a heatmap's colours mean, in numbers of requests. */
final class HeatLegend extends HBox {

  private static final double WIDTH = 140;
  private static final double HEIGHT = 10;

  private final Canvas bar = new Canvas(WIDTH, HEIGHT);
  private final Swatches swatches = new Swatches(this::paint);
  private final Label few = Parts.label("1 request", "legend-name");
  private final Label middle = Parts.label("", "legend-name");
  private final Label many = Parts.label("", "legend-name");

  HeatLegend() {
    getStyleClass().add("heat-legend");
    setAlignment(Pos.CENTER_LEFT);
    getChildren().addAll(few, bar, many, middle, swatches);
  }

  void show(double most) {
    var scale = new HeatScale(Math.max(1, most));
    many.setText(Unit.COUNT.text(scale.most()));
    middle.setText("a cell, half-way " + Unit.COUNT.text(scale.count(0.5)));
    for (var label : List.of(many, middle)) {
      label.setVisible(most > 1);
    }
    bar.setVisible(most > 0);
    few.setVisible(most > 0);
    paint();
  }

  private void paint() {
    if (bar == null) {
      return;
    }
    var canvas = bar.getGraphicsContext2D();
    canvas.clearRect(0, 0, WIDTH, HEIGHT);
    for (var x = 0; x < WIDTH; x++) {
      canvas.setFill(HeatScale.colour(swatches, x / (WIDTH - 1)));
      canvas.fillRect(x, 0, 1, HEIGHT);
    }
  }
}
