package ai.hal9.console.chart;

import ai.hal9.console.series.Axis;
import java.time.Instant;
import java.util.function.DoubleUnaryOperator;
import java.util.function.ToDoubleFunction;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.paint.Color;

/**
 * Draws one line. Where columns are narrower than a pixel, each pixel column becomes one bar from
 * the lowest to the highest value in it, joined to its neighbour: a spike of any length stays as
 * high as it was. Where they are wider, values are joined by strokes. A gap stays a gap.
 */
final class LinePainter {

  private static final double WEAK_OPACITY = 0.35;
  private static final double RANGE_OPACITY = 0.22;
  private static final double STROKE = 1.5;
  private static final double DOT = 3;

  private final GraphicsContext canvas;
  private final ToDoubleFunction<Instant> xOf;
  private final DoubleUnaryOperator yOf;

  /**
   * @param xOf where a moment is, in pixels
   * @param yOf where a value is, in pixels
   */
  LinePainter(GraphicsContext canvas, ToDoubleFunction<Instant> xOf, DoubleUnaryOperator yOf) {
    this.canvas = canvas;
    this.xOf = xOf;
    this.yOf = yOf;
  }

  void paint(Axis axis, Line line, Color colour) {
    if (axis.count() == 0) {
      return;
    }
    var first = xOf.applyAsDouble(axis.middle(0));
    var width = xOf.applyAsDouble(axis.middle(1)) - first;
    if (width < 1) {
      bars(line, colour, first, width);
    } else {
      ranges(line, colour, first, width);
      strokes(line, colour, first, width);
    }
  }

  private void bars(Line line, Color colour, double first, double width) {
    var weak = line.weak();
    var faint = colour.deriveColor(0, 1, 1, WEAK_OPACITY);
    var lowBefore = Double.NaN;
    var highBefore = Double.NaN;
    var count = line.values().size();
    for (var i = 0; i < count; ) {
      var pixel = Math.floor(first + i * width);
      var low = Double.NaN;
      var high = Double.NaN;
      var supported = false;
      for (; i < count && Math.floor(first + i * width) == pixel; i++) {
        if (line.values().known(i)) {
          low = Double.isNaN(low) ? line.low().at(i) : Math.min(low, line.low().at(i));
          high = Double.isNaN(high) ? line.high().at(i) : Math.max(high, line.high().at(i));
          supported |= !weak.get(i);
        }
      }
      if (!Double.isNaN(low)) {
        var joinedLow = Double.isNaN(lowBefore) ? low : Math.min(low, highBefore);
        var joinedHigh = Double.isNaN(highBefore) ? high : Math.max(high, lowBefore);
        var top = yOf.applyAsDouble(joinedHigh);
        canvas.setFill(supported ? colour : faint);
        canvas.fillRect(pixel, top - STROKE / 2, 1, yOf.applyAsDouble(joinedLow) - top + STROKE);
      }
      lowBefore = low;
      highBefore = high;
    }
  }

  private void ranges(Line line, Color colour, double first, double width) {
    canvas.setFill(colour.deriveColor(0, 1, 1, RANGE_OPACITY));
    for (var i = 0; i < line.values().size(); i++) {
      if (line.values().known(i) && line.high().at(i) > line.low().at(i)) {
        var top = yOf.applyAsDouble(line.high().at(i));
        var height = yOf.applyAsDouble(line.low().at(i)) - top;
        canvas.fillRect(first + (i - 0.5) * width, top, width, height);
      }
    }
  }

  private void strokes(Line line, Color colour, double first, double width) {
    canvas.setLineWidth(STROKE);
    var weak = line.weak();
    var faint = colour.deriveColor(0, 1, 1, WEAK_OPACITY);
    var count = line.values().size();
    for (var i = 0; i < count; ) {
      if (!line.values().known(i)) {
        i++;
        continue;
      }
      // a stretch of known values of one kind; it goes on to the first of the other kind
      var start = i;
      var kind = weak.get(i);
      canvas.beginPath();
      canvas.moveTo(first + i * width, yOf.applyAsDouble(line.values().at(i)));
      i++;
      while (i < count && line.values().known(i)) {
        canvas.lineTo(first + i * width, yOf.applyAsDouble(line.values().at(i)));
        if (weak.get(i) != kind) {
          break;
        }
        i++;
      }
      canvas.setStroke(kind ? faint : colour);
      canvas.stroke();
      if (i == start + 1 && (i >= count || !line.values().known(i))) {
        canvas.setFill(kind ? faint : colour);
        canvas.fillOval(
            first + start * width - DOT / 2,
            yOf.applyAsDouble(line.values().at(start)) - DOT / 2,
            DOT,
            DOT);
      }
    }
  }
}
