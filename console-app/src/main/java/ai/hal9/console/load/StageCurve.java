package ai.hal9.console.load;

import ai.hal9.console.loading.LoadStatus;
import ai.hal9.console.ui.Parts;
import ai.hal9.sim.chart.Quantity;
import ai.hal9.sim.scenario.Executor;
import ai.hal9.sim.scenario.Scenario;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;
import javafx.scene.control.Label;
import javafx.scene.layout.Pane;
import javafx.scene.shape.Line;
import javafx.scene.shape.Polygon;
import javafx.scene.shape.Polyline;
import javafx.scene.shape.Rectangle;

/** A scenario's load over time: warm-up shaded, stages apart, and where a run is now. */
final class StageCurve extends Pane {

  private static final double HEIGHT = 190;
  private static final double LEFT = 56;
  private static final double RIGHT = 16;
  private static final double TOP = 20;
  private static final double BOTTOM = 24;

  private final Rectangle warmUp = new Rectangle();
  private final Label warmUpWord = Parts.label("warm-up", "curve-word");
  private final Polygon area = new Polygon();
  private final Polyline curve = new Polyline();
  private final Line floor = new Line();
  private final Line now = new Line();
  private final Pane stages = new Pane();
  private final Label top = Parts.label("", "curve-word");
  private final Label unit = Parts.label("", "curve-word");
  private final Label zero = Parts.label("0", "curve-word");
  private final Label begin = Parts.label("0 s", "curve-word");
  private final Label end = Parts.label("", "curve-word");
  private final Label empty = Parts.label("", "empty");
  private Optional<Scenario> shown = Optional.empty();
  private double moment = Double.NaN;

  StageCurve() {
    setId("stage-curve");
    getStyleClass().add("stage-curve");
    setMinHeight(HEIGHT);
    setPrefHeight(HEIGHT);
    warmUp.getStyleClass().add("curve-warm-up");
    area.getStyleClass().add("curve-area");
    curve.getStyleClass().add("curve-line");
    floor.getStyleClass().add("curve-floor");
    now.getStyleClass().add("curve-now");
    empty.setWrapText(true);
    empty.setText("The curve appears when the scenario has no errors.");
    getChildren()
        .addAll(
            warmUp,
            area,
            stages,
            floor,
            curve,
            now,
            top,
            unit,
            zero,
            begin,
            end,
            warmUpWord,
            empty);
    show(Optional.empty());
  }

  void show(Optional<Scenario> scenario) {
    shown = scenario;
    var inner = scenario.map(each -> each.executor().stages().size() - 1).orElse(0);
    stages.getChildren().setAll(Stream.generate(StageCurve::stageEnd).limit(inner).toList());
    empty.setVisible(scenario.isEmpty());
    for (var node : getChildren()) {
      if (!node.equals(empty)) {
        node.setVisible(scenario.isPresent());
      }
    }
    setAccessibleText(scenario.map(StageCurve::words).orElse(empty.getText()));
    requestLayout();
  }

  /**
   * Where a run is.
   *
   * @param offset from the end of the warm-up; empty when none runs
   */
  void at(Optional<Duration> offset) {
    var before = moment;
    moment = offset.map(StageCurve::seconds).orElse(Double.NaN);
    if (Double.compare(before, moment) != 0) {
      requestLayout();
    }
  }

  private static Line stageEnd() {
    var line = new Line();
    line.getStyleClass().add("curve-stage");
    return line;
  }

  private static String words(Scenario scenario) {
    return "%s, %s, at most %,d %s"
        .formatted(
            scenario.executor().kind(),
            Quantity.span(scenario.length()),
            scenario.executor().peak(),
            LoadStatus.unit(scenario.executor()));
  }

  @Override
  protected void layoutChildren() {
    empty.resizeRelocate((getWidth() - 260) / 2, getHeight() / 2 - 20, 260, empty.prefHeight(260));
    shown.ifPresent(this::lay);
  }

  private void lay(Scenario scenario) {
    var executor = scenario.executor();
    var warm = seconds(scenario.warmUp());
    var total = Math.max(warm + seconds(executor.duration()), 0.001);
    var scale =
        new Scale(
            getWidth() - LEFT - RIGHT,
            getHeight() - TOP - BOTTOM,
            warm,
            total,
            (double) executor.peak());
    var level = level(executor);
    curve.getPoints().clear();
    if (warm > 0) {
      add(scale, -warm, level);
      add(scale, 0, level);
    }
    add(scale, 0, (double) executor.start());
    var at = 0.0;
    for (var i = 0; i < executor.stages().size(); i++) {
      var stage = executor.stages().get(i);
      at += seconds(stage.duration());
      add(scale, at, (double) stage.target());
      if (i < stages.getChildren().size()) {
        line((Line) stages.getChildren().get(i), scale.x(at), TOP, scale.x(at), scale.y(0));
      }
    }
    area.getPoints().setAll(curve.getPoints());
    area.getPoints().addAll(scale.x(at), scale.y(0), scale.x(-warm), scale.y(0));
    warmUp.setX(scale.x(-warm));
    warmUp.setY(TOP);
    warmUp.setWidth(scale.x(0) - scale.x(-warm));
    warmUp.setHeight(scale.height());
    line(floor, scale.x(-warm), scale.y(0), scale.x(at), scale.y(0));
    line(now, scale.x(moment), TOP, scale.x(moment), scale.y(0));
    now.setVisible(moment >= -warm && moment <= at);
    words(scenario, scale, at);
  }

  private void words(Scenario scenario, Scale scale, double at) {
    place(top, Quantity.COUNT.tick((double) scenario.executor().peak()), LEFT - 8, TOP - 8, 1);
    place(unit, LoadStatus.unit(scenario.executor()), LEFT + 4, 0, 0);
    place(zero, "0", LEFT - 8, scale.y(0) - 9, 1);
    place(begin, "0 s", scale.x(0), scale.y(0) + 4, 0.5);
    place(end, Quantity.span(scenario.executor().duration()), scale.x(at), scale.y(0) + 4, 1);
    place(warmUpWord, "warm-up", scale.x(0) - 4, TOP + 2, 1);
    warmUpWord.setVisible(scale.x(0) - LEFT > warmUpWord.prefWidth(-1) + 8);
  }

  private static void place(Label label, String text, double x, double y, double anchor) {
    label.setText(text);
    var width = label.prefWidth(-1);
    label.resizeRelocate(
        (double) Math.round(x - width * anchor),
        (double) Math.round(y),
        width,
        label.prefHeight(-1));
  }

  private static void line(Line line, double x1, double y1, double x2, double y2) {
    line.setStartX(x1);
    line.setStartY(y1);
    line.setEndX(x2);
    line.setEndY(y2);
  }

  private void add(Scale scale, double second, double value) {
    curve.getPoints().addAll(scale.x(second), scale.y(value));
  }

  private static double level(Executor executor) {
    return (double)
        (executor.start() > 0 ? executor.start() : executor.stages().getFirst().target());
  }

  private static double seconds(Duration time) {
    return time.toNanos() / 1e9;
  }

  private record Scale(double width, double height, double warm, double total, double peak) {
    double x(double second) {
      return LEFT + width * (second + warm) / total;
    }

    double y(double value) {
      return TOP + height * (1 - (peak == 0 ? 0 : value / peak));
    }
  }
}
