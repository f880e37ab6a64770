package ai.hal9.console.chart;

import ai.hal9.console.series.Window;
import ai.hal9.console.ui.Parts;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.Pane;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.scene.shape.Line;
import javafx.scene.shape.Rectangle;
import org.jspecify.annotations.Nullable;

/**
 * What lies over a plot: the crosshair and its values, the stretch being dragged, the hairline of
 * an event pointed at.
 */
final class Overlay extends Pane {

  private static final DateTimeFormatter CLOCK =
      DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT).withZone(ZoneId.systemDefault());
  private static final double LEAST_DRAG = 6;

  private final Plot plot;
  private final SharedTime time;
  private final Readout says;
  private final Line crosshair = new Line();
  private final Line hairline = new Line();
  private final Rectangle dragged = new Rectangle();
  private final Label clock = Parts.label("", "readout-time");
  private final GridPane values = new GridPane();
  private final VBox readout = new VBox(clock, values);
  private double pressedAt = Double.NaN;

  /** Not a number while it is keys that point. */
  private double mouseY;

  private boolean inside;

  Overlay(Plot plot, SharedTime time, Readout says) {
    this.plot = plot;
    this.time = time;
    this.says = says;
    crosshair.getStyleClass().add("crosshair");
    hairline.getStyleClass().add("hairline");
    dragged.getStyleClass().add("dragged");
    readout.getStyleClass().add("readout");
    values.getStyleClass().add("readout-values");
    for (var part : new Node[] {dragged, hairline, crosshair, readout}) {
      part.setManaged(false);
      part.setVisible(false);
      part.setMouseTransparent(true);
    }
    getChildren().addAll(dragged, hairline, crosshair, readout);
    setOnMouseMoved(this::point);
    setOnMouseExited(_ -> leave());
    setOnMousePressed(this::press);
    setOnMouseDragged(this::drag);
    setOnMouseReleased(this::release);
    setOnMouseClicked(
        click -> {
          if (click.getClickCount() == 2) {
            time.back();
          }
        });
  }

  /** The crosshair is put here by keys: its values stand beside it. */
  void pointed() {
    inside = true;
    mouseY = Double.NaN;
    update();
  }

  /** It is no longer. */
  void unpointed() {
    inside = false;
    update();
  }

  /** What stands beside the crosshair, in words; empty where it stands nowhere. */
  String said() {
    var at = time.cursor().get();
    return at == null
        ? ""
        : Stream.concat(
                Stream.of(CLOCK.format(at)),
                rows(at).stream()
                    .map(row -> String.join(" ", row.name(), row.value(), row.samples()).strip()))
            .collect(Collectors.joining(", "));
  }

  private List<Readout.Row> rows(Instant at) {
    var pointed = Double.isNaN(mouseY) ? Double.NaN : plot.value(mouseY - plot.area().getMinY());
    return says.at(at, pointed);
  }

  /** Draws crosshair, hairline and the stretch marked where the shared time has them now. */
  void update() {
    place(crosshair, time.cursor().get());
    place(hairline, time.marked().get());
    mark();
    var at = time.cursor().get();
    readout.setVisible(inside && at != null && crosshair.isVisible() && read(at));
    if (readout.isVisible()) {
      readout.autosize();
      var area = plot.area();
      var x = area.getMinX() + plot.x(Objects.requireNonNull(at));
      var right = x + 12 + readout.getWidth() <= getWidth();
      readout.relocate(right ? x + 12 : x - 12 - readout.getWidth(), area.getMinY() + 4);
    }
  }

  /** The stretch marked by keys; one that is dragged here is the mouse's. */
  private void mark() {
    var from = time.anchor().get();
    var to = time.cursor().get();
    if (!Double.isNaN(pressedAt)) {
      return;
    }
    dragged.setVisible(from != null && to != null);
    if (from != null && to != null) {
      var left = plot.area().getMinX();
      stretch(left + plot.x(from), left + plot.x(to));
    }
  }

  private void stretch(double one, double other) {
    var area = plot.area();
    dragged.setX(Math.min(one, other));
    dragged.setWidth(Math.abs(other - one));
    dragged.setY(area.getMinY());
    dragged.setHeight(area.getHeight());
  }

  private void place(Line line, @Nullable Instant at) {
    var area = plot.area();
    var x = at == null ? Double.NaN : plot.x(at);
    line.setVisible(x >= 0 && x <= area.getWidth());
    if (line.isVisible()) {
      var pixel = Math.round(area.getMinX() + x) + 0.5;
      line.setStartX(pixel);
      line.setEndX(pixel);
      line.setStartY(area.getMinY());
      line.setEndY(area.getMaxY());
    }
  }

  private boolean read(Instant at) {
    var rows = rows(at);
    values.getChildren().clear();
    clock.setText(CLOCK.format(at));
    for (var i = 0; i < rows.size(); i++) {
      var row = rows.get(i);
      var swatch = new Region();
      var tone = row.tone();
      if (tone != null) {
        swatch.getStyleClass().addAll("swatch", tone.style());
      }
      values.addRow(
          i,
          swatch,
          Parts.label(row.name(), "readout-name"),
          Parts.label(row.value(), "readout-value"),
          Parts.label(row.samples(), "readout-samples"));
    }
    return !rows.isEmpty();
  }

  private void point(MouseEvent mouse) {
    var area = plot.area();
    inside = area.contains(mouse.getX(), mouse.getY());
    mouseY = mouse.getY();
    time.cursor().set(inside ? plot.moment(mouse.getX() - area.getMinX()) : null);
  }

  private void leave() {
    inside = false;
    time.cursor().set(null);
  }

  private void press(MouseEvent mouse) {
    if (mouse.getButton() == MouseButton.PRIMARY
        && plot.area().contains(mouse.getX(), mouse.getY())) {
      time.anchor().set(null);
      pressedAt = mouse.getX();
    }
  }

  private void drag(MouseEvent mouse) {
    point(mouse);
    if (Double.isNaN(pressedAt)) {
      return;
    }
    var area = plot.area();
    var to = Math.clamp(mouse.getX(), area.getMinX(), area.getMaxX());
    stretch(pressedAt, to);
    dragged.setVisible(dragged.getWidth() >= LEAST_DRAG);
  }

  private void release(MouseEvent mouse) {
    if (dragged.isVisible()) {
      var left = plot.area().getMinX();
      time.zoomInto(
          new Window(
              plot.moment(dragged.getX() - left),
              plot.moment(dragged.getX() + dragged.getWidth() - left)));
      mouse.consume();
    }
    dragged.setVisible(false);
    pressedAt = Double.NaN;
  }
}
